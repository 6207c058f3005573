import { describe, expect, it } from "vitest";
import { createAttendance } from "../../src/presence/attendance.js";
import { readRoster, writeRoster } from "../../src/presence/roster.js";

const token = (from: string, ts: number, bye = false) => ({
  from,
  ts,
  exp: ts / 1_000 + 60,
  bye,
});

describe("createAttendance", () => {
  it("counts a member as online until its heartbeat expires", () => {
    const attendance = createAttendance(10);
    attendance.record(token("a", 0), "A", 0);
    expect(attendance.expire(60_000).size).toBe(0);
    expect([...attendance.expire(60_001)]).toEqual(["a"]);
    expect(attendance.tokens()).toEqual([]);
  });

  it("believes an expiry that is far ahead for an hour at most", () => {
    const attendance = createAttendance(10);
    attendance.record({ from: "a", ts: 0, exp: 4_000_000_000, bye: false }, "A", 0);
    expect(attendance.expire(3_600_001).size).toBe(1);
  });

  it("isn't brought back by a heartbeat from before the goodbye", () => {
    const attendance = createAttendance(10);
    attendance.record(token("a", 1_000), "A", 1_000);
    expect(attendance.record(token("a", 2_000, true), "bye", 2_000)).toBe(true);
    expect(attendance.record(token("a", 1_500), "replayed", 2_100)).toBe(false);
    expect(attendance.tokens()).toEqual([]);
    expect(attendance.record(token("a", 3_000), "back", 3_000)).toBe(true);
  });

  it("isn't brought back by a heartbeat from before the goodbye, though it was forgotten in between", () => {
    const attendance = createAttendance(10);
    attendance.record(token("a", 1_000), "A", 1_000);
    attendance.forget("a");
    attendance.record(token("a", 2_000, true), "bye", 2_000);
    attendance.forget("a");
    expect(attendance.record(token("a", 1_500), "replayed", 2_100)).toBe(false);
  });

  it("remembers a bounded number of goodbyes", () => {
    const attendance = createAttendance(3);
    for (let index = 0; index < 100; index += 1) {
      attendance.record(token(`g${index}`, 1_000, true), "t", 1_000);
    }
    const isBarred = (index: number) => !attendance.record(token(`g${index}`, 500), "t", 1_000);
    expect([96, 97, 98, 99].map(isBarred)).toEqual([false, true, true, true]);
  });

  it("lists tokens newest first, after those that are preferred", () => {
    const attendance = createAttendance(10);
    for (const [key, ts] of [
      ["a", 1],
      ["b", 2],
      ["a", 3],
    ] as const) {
      attendance.record(token(key, ts), `${key}${ts}`, ts);
    }
    expect(attendance.tokens()).toEqual(["a3", "b2"]);
    expect(attendance.tokens(new Set(["b", "c"]))).toEqual(["b2", "a3"]);
  });
});

describe("roster", () => {
  it("reads back what it writes", () => {
    const lines = readRoster(writeRoster(["one", "two"], 100)).map((line) =>
      new TextDecoder().decode(line),
    );
    expect(lines).toEqual(["one", "two"]);
  });

  it("leaves the oldest out when the payload limit is reached", () => {
    expect(new TextDecoder().decode(writeRoster(["1234", "5678", "9"], 9))).toBe("1234\n5678");
  });

  it("reads a bounded number of entries of a bounded size", () => {
    expect(readRoster(new Uint8Array(1_000_000).fill(10))).toEqual([]);
    expect(readRoster(new TextEncoder().encode("x\n".repeat(100_000)))).toHaveLength(2_000);
    expect(readRoster(new Uint8Array(1_000_000).fill(65))).toEqual([]);
  });
});
