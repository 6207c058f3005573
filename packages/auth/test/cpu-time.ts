import { expect } from "vitest";

/**
 * Runs something that must not cost more than this much work. Processor time, not the clock's: a busy machine makes
 * nothing dearer. Limits are generous, since what is quadratic takes minutes.
 */
export function withinCpuTime<T>(limitMs: number, run: () => T): T {
  const before = process.cpuUsage();
  const result = run();
  const { user, system } = process.cpuUsage(before);
  expect((user + system) / 1_000, "milliseconds of processor time").toBeLessThan(limitMs);
  return result;
}
