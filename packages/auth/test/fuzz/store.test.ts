import { readdir } from "node:fs/promises";
import { tmpdir } from "node:os";
import { describe, expect, it } from "vitest";
import { Random } from "../../fuzz/random.js";
import { judgeRead, openStoreUnderAttack } from "../../fuzz/store/attack.js";
import { AuthError } from "../../src/index.js";

describe("the fuzzer of stores", () => {
  it("reports errors that are not typed, and lets typed ones pass", async () => {
    const failing = (error: Error) => judgeRead(() => Promise.reject(error));
    expect(await failing(new RangeError("oops"))).toBe("RangeError: oops");
    expect(await failing(new AuthError("ERR_STORE", "damaged"))).toBeUndefined();
  });

  it("reports a reader that does not end", async () => {
    const forever = () => new Promise<never>(() => {});
    expect(await judgeRead(forever, 20)).toBe("did not end within 20 ms");
  });

  it("finds nothing in a hundred damaged stores, and leaves nothing behind", async () => {
    const random = new Random(2026);
    const mine = async () => (await readdir(tmpdir())).filter((name) => name === directory);
    let directory = "";
    {
      await using store = await openStoreUnderAttack();
      directory = store.name;
      expect(await mine()).toHaveLength(1);
      for (let attacks = 0; attacks < 100; attacks += 1) {
        expect(await store.attack(random, ["", "null", "[]", "a.b.c"])).toBeUndefined();
      }
    }
    expect(await mine()).toEqual([]);
  });
});
