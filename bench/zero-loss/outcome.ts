/** What one experiment showed. */
export interface Outcome {
  readonly name: string;
  /** `proof` must lose nothing, `control` must lose something, `edge` must end as described. */
  readonly kind: "proof" | "control" | "edge";
  readonly sent: number;
  readonly lost: number;
  /** Why the experiment failed although the counts look right. */
  readonly faults: readonly string[];
  /** For the reader. */
  readonly remarks: string;
}

/** Whether it showed what it was to show. */
export function isPassed({ kind, sent, lost, faults }: Outcome): boolean {
  if (faults.length > 0) return false;
  if (kind === "control") return lost > 0;
  return lost === 0 && (kind === "edge" || sent > 0);
}

/** One line for the reader. */
export function describe(outcome: Outcome, seconds: number): string {
  const { name, kind, sent, lost, faults, remarks } = outcome;
  const verdict = isPassed(outcome) ? "ok  " : "FAIL";
  const counts = kind === "edge" ? "" : `${lost} lost of ${sent}`;
  const tail = [counts, remarks, ...faults].filter((text) => text !== "").join("; ");
  return `${verdict} ${kind.padEnd(7)} ${name.padEnd(52)} ${tail} (${seconds.toFixed(1)} s)`;
}
