/** Bounds of a {@link RateLimit}. */
export interface RateOptions {
  perSecond: number;
  burst: number;
  /** How many keys are counted apart; beyond it the one that was quiet longest is forgotten. */
  keys: number;
}

/** A token bucket for each key. */
export interface RateLimit {
  /** Takes one; `false` when the key has none left. */
  take(key: string, now: number): boolean;
}

/**
 * One token bucket a key: `burst` at once, `perSecond` on average.
 *
 * A forgotten key starts full again, so with more active senders than `keys` the limit gets softer, never the memory larger.
 */
export function createRateLimit({ perSecond, burst, keys }: RateOptions): RateLimit {
  const buckets = new Map<string, { level: number; at: number }>();
  return {
    take(key, now) {
      const bucket = buckets.get(key) ?? { level: burst, at: now };
      // A clock that was set back must not drain the bucket.
      const elapsedMs = Math.max(0, now - bucket.at);
      const level = Math.min(burst, bucket.level + (elapsedMs / 1000) * perSecond);
      const allowed = level >= 1;
      buckets.delete(key);
      buckets.set(key, { level: allowed ? level - 1 : level, at: now });
      const quietest = buckets.keys().next();
      if (buckets.size > keys && !quietest.done) buckets.delete(quietest.value);
      return allowed;
    },
  };
}
