/** Where a command writes, and what ends it. */
export interface Terminal {
  out(line: string): void;
  err(line: string): void;
  /** Fires at Ctrl-C. */
  readonly signal: AbortSignal;
}

/** Writes a result for people, or as one line of JSON for programs. */
export function show(
  terminal: Terminal,
  json: boolean | undefined,
  text: string,
  data: unknown,
): void {
  terminal.out(json ? JSON.stringify(data) : text);
}

/** Milliseconds as people read them. */
export const seconds = (ms: number): string => `${(ms / 1000).toFixed(1)} s`;
