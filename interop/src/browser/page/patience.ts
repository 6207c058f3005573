/** How long one step may take, on a machine with much else to do. */
export const patienceMs = 20_000;

/** A drain on such a machine. */
export const patiently = { deadlineMs: 3 * patienceMs, flushMs: patienceMs / 2 } as const;
