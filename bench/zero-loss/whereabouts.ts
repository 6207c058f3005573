/** A request that its requester has no answer to. */
export interface Unanswered {
  readonly id: string;
  /** Milliseconds since the epoch. */
  readonly askedAt: number;
}

/** Where requests without an answer were last seen. All of them count as lost. */
export interface Whereabouts {
  /** No worker saw them. */
  readonly neverArrived: number;
  /** A worker began them and didn't answer. */
  readonly neverAnswered: number;
  /** A worker answered after the requester had given up: they were late, on a machine that can't keep up. */
  readonly answeredLate: number;
  /** A worker answered in time, and the answer vanished. */
  readonly answeredInVain: number;
}

/** Looks requests up in what the workers wrote down. */
export function trace(
  unanswered: readonly Unanswered[],
  timeoutMs: number,
  begun: ReadonlySet<string>,
  answeredAt: ReadonlyMap<string, number>,
): Whereabouts {
  const counts = { neverArrived: 0, neverAnswered: 0, answeredLate: 0, answeredInVain: 0 };
  for (const { id, askedAt } of unanswered) {
    const at = answeredAt.get(id);
    if (!begun.has(id)) counts.neverArrived += 1;
    else if (at === undefined) counts.neverAnswered += 1;
    else if (at - askedAt >= timeoutMs) counts.answeredLate += 1;
    else counts.answeredInVain += 1;
  }
  return counts;
}
