import { type Clock, pause, type Timers } from "../chat/environment.js";

/** What a {@link Pace} needs. */
export interface PaceOptions {
  clock: Clock;
  timers: Timers;
  perSecond: number;
  burst: number;
}

/** Spaces out what is sent, so that no receiver refuses it for its rate. */
export interface Pace {
  /** Resolves when one more may be sent. */
  turn(): Promise<void>;
}

/** A token bucket that makes its callers wait, in order, instead of refusing them. */
export function createPace({ clock, timers, perSecond, burst }: PaceOptions): Pace {
  /** When the bucket would be full again: it holds the whole state. */
  let fullAt = Number.NEGATIVE_INFINITY;
  const costMs = 1000 / perSecond;
  return {
    turn() {
      const now = clock();
      fullAt = Math.max(fullAt, now) + costMs;
      const waitMs = fullAt - now - burst * costMs;
      return waitMs <= 0 ? Promise.resolve() : pause(timers, waitMs);
    },
  };
}
