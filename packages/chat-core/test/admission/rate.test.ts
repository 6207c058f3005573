import { describe, expect, it } from "vitest";
import { createRateLimit } from "../../src/admission/rate.js";

describe("createRateLimit", () => {
  it("allows the burst at once and the rate on average", () => {
    const rate = createRateLimit({ perSecond: 2, burst: 3, keys: 10 });
    const allowed = (now: number) =>
      Array.from({ length: 10 }, () => rate.take("k", now)).filter(Boolean).length;
    expect([allowed(0), allowed(0), allowed(1_000), allowed(100_000)]).toEqual([3, 0, 2, 3]);
  });

  it("counts each key apart", () => {
    const rate = createRateLimit({ perSecond: 1, burst: 1, keys: 10 });
    expect([rate.take("a", 0), rate.take("a", 0), rate.take("b", 0)]).toEqual([true, false, true]);
  });

  it("isn't drained by a clock that is set back", () => {
    const rate = createRateLimit({ perSecond: 1, burst: 2, keys: 10 });
    expect([rate.take("a", 10_000), rate.take("a", 0), rate.take("a", 1_000)]).toEqual([
      true,
      true,
      true,
    ]);
  });
});
