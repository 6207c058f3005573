/** One proof against a program that nobody here wrote; skipped with the reason where it can't be had. */
export interface Proof {
  readonly name: string;
  run(): Promise<undefined | { skipped: string }>;
}
