import type { Clock, Timers } from "../src/index.js";

/** A clock that moves only when told, and timers that fire by it. */
export function manualTime(start = 1_795_217_900_000) {
  let now = start;
  let timers: { at: number; run: () => void }[] = [];
  const clock: Clock = () => now;
  const manual: Timers = {
    after(delayMs, run) {
      const timer = { at: now + delayMs, run };
      timers.push(timer);
      return () => {
        timers = timers.filter((other) => other !== timer);
      };
    },
  };
  /** Fires what is due, in order of time; lets promises settle between. */
  async function advance(ms: number): Promise<void> {
    const end = now + ms;
    for (;;) {
      await new Promise((resolve) => setImmediate(resolve));
      const due = timers.filter(({ at }) => at <= end).sort((a, b) => a.at - b.at)[0];
      if (!due) break;
      timers = timers.filter((other) => other !== due);
      now = Math.max(now, due.at);
      due.run();
    }
    now = end;
  }
  return { clock, timers: manual, advance, pending: () => timers.length };
}

/** A random source that repeats: the same seed gives the same bytes. */
export function seededRandom(seed: number) {
  let state = seed;
  return (length: number) =>
    Uint8Array.from({ length }, () => {
      state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
      return state >>> 24;
    });
}
