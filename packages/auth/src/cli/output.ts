/** Where a command writes. */
export interface Streams {
  readonly stdout: { write(text: string): unknown };
  readonly stderr: { write(text: string): unknown };
}

/** What a command is given beside its flags. */
export interface CliContext extends Streams {
  /** Makes the exit code 1 though the command did what it was told. */
  fail(): void;
}

/** Prints one result: JSON for programs, text for people. */
export function print(
  { stdout }: Streams,
  { json }: { readonly json?: boolean | undefined },
  data: unknown,
  text: string,
): void {
  stdout.write(json ? `${JSON.stringify(data, bigints, 2)}\n` : `${text.trimEnd()}\n`);
}

// Limits may exceed what a JSON number holds exactly.
function bigints(_member: string, value: unknown): unknown {
  return typeof value === "bigint" ? value.toString() : value;
}
