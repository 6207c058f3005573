import { describe, expect, it } from "vitest";
import { TokenBucket } from "../../src/admission/token-bucket.js";

describe("TokenBucket", () => {
  it("lets a burst through, and then as many as it refills", () => {
    const bucket = new TokenBucket({ burst: 2, perMinute: 60 }, 0);
    bucket.take();
    bucket.take();
    expect(bucket.waitMs(0)).toBe(1000);
    expect(bucket.waitMs(999)).toBe(1);
    expect(bucket.waitMs(1000)).toBe(0);
    bucket.take();
    expect(bucket.waitMs(1000)).toBe(1000);
  });

  it("never holds more than its burst", () => {
    const bucket = new TokenBucket({ burst: 2, perMinute: 60 }, 0);
    expect(bucket.waitMs(3_600_000)).toBe(0);
    bucket.take();
    bucket.take();
    expect(bucket.waitMs(3_600_000)).toBe(1000);
  });

  it("gives nothing away when the clock goes back", () => {
    const bucket = new TokenBucket({ burst: 1, perMinute: 60 }, 10_000);
    bucket.take();
    expect(bucket.waitMs(0)).toBe(1000);
    expect(bucket.waitMs(500)).toBe(500);
  });
});
