/** One proof against a program that nobody here wrote; skipped with the reason where it can't be had. */
export interface Proof {
  readonly name: string;
  run(): Promise<undefined | { skipped: string }>;
}

/** What a directory's `proofs.ts` exports. */
export interface ProofGroup {
  readonly proofs: readonly Proof[];
  /** Ends what the proofs share, after the last one. */
  readonly close?: () => Promise<void>;
}
