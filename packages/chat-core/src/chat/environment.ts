import { ChatError } from "../errors.js";

/** The time, in milliseconds since the epoch. */
export type Clock = () => number;

/** As many unpredictable bytes as asked for. */
export type RandomSource = (length: number) => Uint8Array;

/** Runs a function later. */
export interface Timers {
  /** Calls `run` once after the delay. Returns the function that cancels it. */
  after(delayMs: number, run: () => void): () => void;
}

/** `crypto.getRandomValues` as a {@link RandomSource}. */
export const systemRandom: RandomSource = (length) =>
  globalThis.crypto.getRandomValues(new Uint8Array(length));

/** The longest delay that `setTimeout` keeps; a longer one fires at once. */
const maxDelayMs = 2_147_483_647;

/**
 * Checks an option that a timer will wait for.
 *
 * @throws ChatError `ERR_CHAT_OPTION` when no timer can wait that long.
 */
export function checkDelay(option: string, delayMs: number | undefined): void {
  if (delayMs === undefined || (delayMs >= 0 && delayMs <= maxDelayMs)) return;
  throw new ChatError(
    "ERR_CHAT_OPTION",
    `${option} is ${delayMs}; it must be from 0 to ${maxDelayMs} milliseconds.`,
  );
}

/** `setTimeout` and `clearTimeout` as {@link Timers}. */
export const systemTimers: Timers = {
  after(delayMs, run) {
    // A rate close to 0 makes such delays; firing at once would turn the slowest pace into the fastest.
    const timer = setTimeout(run, Math.min(delayMs, maxDelayMs));
    return () => clearTimeout(timer);
  },
};

/** Resolves after the delay, by these timers. */
export function pause(timers: Timers, delayMs: number): Promise<void> {
  return new Promise((resolve) => {
    timers.after(delayMs, resolve);
  });
}

/** A clock that never gives a time twice: one sender's messages are told apart, and ordered, by their time. */
export function strictlyIncreasing(clock: Clock): Clock {
  let last = Number.NEGATIVE_INFINITY;
  return () => {
    last = Math.max(clock(), last + 1);
    return last;
  };
}

/** A number in [0, 1) from four bytes of the source, as `Math.random()` would give. */
export function fraction(random: RandomSource): number {
  const bytes = random(4);
  return new DataView(bytes.buffer, bytes.byteOffset).getUint32(0) / 2 ** 32;
}
