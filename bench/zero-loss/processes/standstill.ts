import { monitorEventLoopDelay } from "node:perf_hooks";

/**
 * Begins to watch how long this process stands still: meanwhile it neither hears of a lame duck nor answers anybody.
 *
 * @returns a function that tells the longest time so far, in milliseconds.
 */
export function watchStandstill(): () => number {
  const delay = monitorEventLoopDelay({ resolution: 10 });
  delay.enable();
  return () => delay.max / 1e6;
}
