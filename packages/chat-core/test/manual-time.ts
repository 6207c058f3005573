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
  return (length: number) => {
    const bytes = new Uint8Array(length);
    for (let index = 0; index < length; index += 1) {
      // Weyl's sequence, well mixed: numbers that are drawn in step with something else must not follow that step.
      state = (state + 0x9e37_79b9) >>> 0;
      let mixed = Math.imul(state ^ (state >>> 16), 0x85eb_ca6b);
      mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2_ae35);
      bytes[index] = (mixed ^ (mixed >>> 16)) & 255;
    }
    return bytes;
  };
}
