import { describe, expect, it } from "vitest";
import { Quota } from "../../src/admission/quota.js";

describe("Quota", () => {
  it("limits one key without touching the others", () => {
    const quota = new Quota({ perKey: { burst: 1, perMinute: 1 } }, 0);
    expect(quota.take("a", 0)).toBe(0);
    expect(quota.take("a", 0)).toBe(60_000);
    expect(quota.take("b", 0)).toBe(0);
  });

  it("limits all keys together", () => {
    const quota = new Quota({ global: { burst: 2, perMinute: 60 } }, 0);
    expect(["a", "b", "c"].map((key) => quota.take(key, 0))).toEqual([0, 0, 1000]);
  });

  it("takes nothing from the others' share when a key has spent its own", () => {
    const quota = new Quota(
      { perKey: { burst: 1, perMinute: 1 }, global: { burst: 2, perMinute: 1 } },
      0,
    );
    quota.take("a", 0);
    for (let i = 0; i < 100; i++) expect(quota.take("a", 0)).toBeGreaterThan(0);
    expect(quota.take("b", 0)).toBe(0);
  });

  it("remembers no key that the global quota refused, and forgets those that are full again", () => {
    const quota = new Quota({ global: { burst: 3, perMinute: 1 } }, 0);
    for (let i = 0; i < 1000; i++) quota.take(`key${i}`, 0);
    expect(quota.size).toBe(3);
    quota.take("later", 120_000);
    expect(quota.size).toBe(1);
  });

  it("takes back what did not count, and forgets its key", () => {
    const quota = new Quota({ global: { burst: 1, perMinute: 1 } }, 0);
    expect(quota.take("a", 0)).toBe(0);
    expect(quota.take("b", 0)).toBe(60_000);
    quota.giveBack("a", 0);
    expect(quota.size).toBe(0);
    expect(quota.take("b", 0)).toBe(0);
  });

  it.each([
    { burst: 0, perMinute: 1 },
    { burst: 1, perMinute: 0 },
    { burst: Number.NaN, perMinute: 1 },
  ])("refuses a rate that lets nothing through: %j", (rate) => {
    expect(() => new Quota({ perKey: rate }, 0)).toThrow(TypeError);
  });
});
