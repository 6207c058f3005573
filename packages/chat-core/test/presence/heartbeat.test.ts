import { describe, expect, it } from "vitest";
import { createHeartbeat } from "../../src/presence/heartbeat.js";
import { heartbeatPeriodSeconds } from "../../src/presence/period.js";
import { manualTime, seededRandom } from "../manual-time.js";

/** Runs a space's members for a time, and counts their presence messages. */
async function simulate(members: number, budget: number, seconds: number, joinEveryMs?: number) {
  const time = manualTime();
  let sent = 0;
  const beats = Array.from({ length: members }, (_, index) =>
    createHeartbeat({
      ...time,
      random: seededRandom(index + 1),
      members: () => members,
      budgetPerSecond: budget,
      beat: () => (sent += 1),
    }),
  );
  for (const beat of beats) beat.start();
  const hurryAll = () => {
    for (const beat of beats) beat.hurry();
    if (joinEveryMs) time.timers.after(joinEveryMs, hurryAll);
  };
  if (joinEveryMs) hurryAll();
  await time.advance(seconds * 1_000);
  return { perSecond: sent / seconds, timers: time.pending() };
}

describe("createHeartbeat", () => {
  it("has a period of max(30 s, members / budget)", () => {
    expect([1, 300, 301, 5_000].map((n) => heartbeatPeriodSeconds(n, 10))).toEqual([
      30, 30, 31, 500,
    ]);
  });

  it("keeps a large space within its budget", async () => {
    const { perSecond, timers } = await simulate(100, 2, 400);
    expect(perSecond).toBeLessThan(2.2);
    expect(perSecond).toBeGreaterThan(1.6);
    expect(timers).toBe(100);
  });

  it("keeps within its budget however many join, and never starts a second timer", async () => {
    const { perSecond, timers } = await simulate(40, 2, 200, 500);
    expect(perSecond).toBeLessThan(2.4);
    expect(timers).toBe(41);
  });

  it("answers who came before it had started as soon as every other newcomer", async () => {
    const time = manualTime();
    let sent = 0;
    const beat = createHeartbeat({
      ...time,
      random: seededRandom(1),
      members: () => 2,
      budgetPerSecond: 10,
      beat: () => (sent += 1),
    });
    beat.hurry();
    await time.advance(10_000);
    expect(sent).toBe(0);
    beat.start();
    await time.advance(1_500);
    expect(sent).toBe(1);
    await time.advance(20_000);
    expect(sent).toBe(1);
    beat.stop();
  });

  it("answers a newcomer much sooner than its period in a small space", async () => {
    const time = manualTime();
    let sent = 0;
    const beat = createHeartbeat({
      ...time,
      random: seededRandom(1),
      members: () => 3,
      budgetPerSecond: 10,
      beat: () => (sent += 1),
    });
    beat.start();
    beat.hurry();
    beat.hurry();
    await time.advance(1_500);
    expect(sent).toBe(1);
    beat.stop();
    await time.advance(100_000);
    expect(sent).toBe(1);
  });

  it("comes back at once, then once in five seconds, also when asked before it had started", async () => {
    const time = manualTime();
    const sentAt: number[] = [];
    const start = time.clock();
    const beat = createHeartbeat({
      ...time,
      random: seededRandom(1),
      members: () => 5_000,
      budgetPerSecond: 10,
      beat: () => sentAt.push(time.clock() - start),
    });
    beat.hurry();
    beat.comeBack();
    beat.start();
    for (let second = 0; second < 12; second += 1) {
      await time.advance(1_000);
      beat.comeBack();
    }
    await time.advance(60_000);
    expect(sentAt).toEqual([0, 5_000, 10_000, 15_000]);
    beat.stop();
    beat.comeBack();
    expect(time.pending()).toBe(0);
  });
});
