/** Node's process, or the part of it that is asked for, where there is one: browser builds need no Node types. */
export function hostProcess<Part>(): Part | undefined {
  return (globalThis as unknown as { process?: Part }).process;
}
