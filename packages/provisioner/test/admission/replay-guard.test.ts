import { describe, expect, it } from "vitest";
import { ReplayGuard } from "../../src/admission/replay-guard.js";

describe("ReplayGuard", () => {
  it("accepts a proof once while it is valid", () => {
    const guard = new ReplayGuard(10);
    expect(guard.use("p", 1000, 0)).toBe("fresh");
    expect(guard.use("p", 1000, 999)).toBe("replayed");
  });

  it("forgets proofs that have expired", () => {
    const guard = new ReplayGuard(10);
    for (let i = 0; i < 10; i++) guard.use(`p${i}`, 1000, 0);
    expect(guard.use("next", 2000, 1000)).toBe("fresh");
    expect(guard.size).toBe(1);
  });

  it("accepts a proof again whose use was taken back", () => {
    const guard = new ReplayGuard(10);
    guard.use("p", 1000, 0);
    guard.forget("p");
    expect(guard.use("p", 1000, 0)).toBe("fresh");
  });

  it("refuses when it is full, rather than accept what it can't remember", () => {
    const guard = new ReplayGuard(2);
    guard.use("a", 1000, 0);
    guard.use("b", 1000, 0);
    expect(guard.use("c", 1000, 0)).toBe("full");
    expect(guard.size).toBe(2);
  });
});
