/** Remembers ids for a time, within a bound. */
export interface SeenSet {
  /** Whether the id was added, or is so old that nobody can tell: those count as seen. */
  has(id: string, ts: number): boolean;
  add(id: string, ts: number, now: number): void;
  readonly size: number;
}

/** Bounds of a {@link SeenSet}. */
export interface SeenOptions {
  horizonMs: number;
  capacity: number;
}

/**
 * A set of ids with a horizon. An id that had to be forgotten early, because the set was full, moves the floor up to its
 * time: what is older than the floor counts as seen, so a flood can't make an old message admissible again.
 */
export function createSeenSet({ horizonMs, capacity }: SeenOptions): SeenSet {
  const ids = new Map<string, { ts: number; addedAt: number }>();
  let floor = Number.NEGATIVE_INFINITY;

  return {
    get size() {
      return ids.size;
    },
    has: (id, ts) => ids.has(id) || ts < floor,
    add(id, ts, now) {
      ids.set(id, { ts, addedAt: now });
      for (const [oldId, old] of ids) {
        const outlived = now - old.addedAt > 2 * horizonMs;
        if (!outlived && ids.size <= capacity) break;
        ids.delete(oldId);
        // Not beyond its arrival: a sender could claim a time so late that everything after it would look old.
        if (!outlived) floor = Math.max(floor, Math.min(old.ts, old.addedAt));
      }
    },
  };
}
