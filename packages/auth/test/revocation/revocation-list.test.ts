import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  compact,
  isRevoked,
  type RevocationList,
  withoutRevoked,
  withRevoked,
} from "../../src/revocation/revocation-list.js";

const keys = fc.constantFrom("A", "B", "*", "__proto__", "constructor");
const lists = fc
  .array(fc.tuple(keys, fc.nat(20)), { maxLength: 8 })
  .map((entries) =>
    entries.reduce<RevocationList>((list, [key, at]) => withRevoked(list, key, at), {}),
  );

describe("a revocation list", () => {
  it("reaches back from a second, that second included", () => {
    const list = withRevoked({}, "K", 100);
    expect(isRevoked(list, "K", 100)).toBe(true);
    expect(isRevoked(list, "K", 101)).toBe(false);
    expect(isRevoked(list, "other", 1)).toBe(false);
    expect(isRevoked(withRevoked(list, "*", 200), "other", 200)).toBe(true);
  });

  it("takes a claim without a time for revoked", () => {
    expect(isRevoked({}, "K", undefined)).toBe(true);
    expect(isRevoked({}, "K", 0)).toBe(true);
    expect(isRevoked({}, "", 5)).toBe(true);
    expect(isRevoked(undefined, "K", 5)).toBe(false);
  });

  it("never forgives by a second revocation", () => {
    fc.assert(
      fc.property(
        lists,
        keys,
        fc.nat(20),
        keys,
        fc.integer({ min: 1, max: 20 }),
        (list, added, at, key, iat) => {
          if (isRevoked(list, key, iat)) {
            expect(isRevoked(withRevoked(list, added, at), key, iat)).toBe(true);
          }
        },
      ),
    );
  });

  it("means the same after compaction, and is not longer", () => {
    fc.assert(
      fc.property(lists, keys, fc.integer({ min: 1, max: 25 }), (list, key, iat) => {
        const { list: compacted, removed } = compact(list);
        expect(isRevoked(compacted, key, iat)).toBe(isRevoked(list, key, iat));
        expect(Object.keys(compacted).length + removed.length).toBe(Object.keys(list).length);
        expect(compact(compacted).removed).toEqual([]);
      }),
    );
  });

  it("finds nothing by inheritance", () => {
    expect(isRevoked({}, "constructor", 1)).toBe(false);
    expect(isRevoked({}, "__proto__", 1)).toBe(false);
    expect(isRevoked(withRevoked({}, "__proto__", 5), "__proto__", 5)).toBe(true);
  });

  it("accepts again what is taken off it", () => {
    const list = withRevoked(withRevoked({}, "A", 5), "B", 5);
    expect(withoutRevoked(list, "A")).toEqual({ B: 5 });
  });
});
