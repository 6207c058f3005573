import { describe, expect, it } from "vitest";
import { createCurve, createUser } from "../../src/index.js";
import { randomPool } from "../../src/keys/random-pool.js";

describe("randomPool", () => {
  it("hands out every byte once, and forgets it", () => {
    let next = 0;
    const views: Uint8Array[] = [];
    const take = randomPool((bytes) => {
      views.push(bytes);
      for (let i = 0; i < bytes.length; i += 1, next += 1) bytes[i] = 1 + (next % 250);
    });
    const taken = Array.from({ length: 100 }, (_, i) => take(i % 2 === 0 ? 32 : 24));
    for (const bytes of taken.slice(0, -1)) expect(bytes.some((byte) => byte !== 0)).toBe(true);
    const [pool] = views;
    expect(new Set(taken.map((bytes) => bytes.buffer)).has(pool?.buffer as ArrayBuffer)).toBe(
      false,
    );
    expect(pool?.subarray(0, 32).every((byte) => byte === 0)).toBe(true);
  });

  it("makes no key twice", () => {
    const keys = Array.from({ length: 500 }, () => [
      createUser().publicKey,
      createCurve().publicKey,
    ]);
    expect(new Set(keys.flat()).size).toBe(1000);
  });
});
