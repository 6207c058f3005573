import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  contains,
  intersect,
  isContainedIn,
  type LiteralSubject,
  matches,
  overlaps,
  parseSubject,
  reduceSubjects,
  type Subject,
} from "../../src/index.js";

const subject = fc
  .tuple(
    fc.array(fc.constantFrom("a", "b", "*"), { minLength: 0, maxLength: 3 }),
    fc.constantFrom("a", "b", "*", ">"),
  )
  .map(([tokens, last]) => parseSubject([...tokens, last].join(".")));

/** Every literal subject of up to five tokens; `z` stands for all tokens that no pattern names. */
const universe: LiteralSubject[] = ["a", "b", "z"].flatMap(function grow(text): LiteralSubject[] {
  const deeper = text.split(".").length < 5 ? ["a", "b", "z"].map((t) => `${text}.${t}`) : [];
  return [text as LiteralSubject, ...deeper.flatMap(grow)];
});

/** What a pattern names, by the definition of wildcards and nothing else. */
const named = (pattern: Subject): Set<string> => {
  const source = pattern
    .split(".")
    .map((token) => (token === "*" ? "[^.]+" : token === ">" ? ".+" : token))
    .join("\\.");
  const expression = new RegExp(`^${source}$`);
  return new Set(universe.filter((literal) => expression.test(literal)));
};

describe("relations of subjects, against enumerated sets", () => {
  it("matches what a pattern names", () => {
    fc.assert(
      fc.property(subject, fc.constantFrom(...universe), (pattern, literal) => {
        expect(matches(pattern, literal)).toBe(named(pattern).has(literal));
      }),
      { numRuns: 2_000 },
    );
  });

  it("contains exactly the subsets", () => {
    fc.assert(
      fc.property(subject, subject, (outer, inner) => {
        const big = named(outer);
        expect(contains(outer, inner)).toBe([...named(inner)].every((literal) => big.has(literal)));
      }),
      { numRuns: 2_000 },
    );
  });

  it("intersects to the common subjects", () => {
    fc.assert(
      fc.property(subject, subject, (a, b) => {
        const both = [...named(a)].filter((literal) => named(b).has(literal));
        const shared = intersect(a, b);
        expect(shared === undefined ? [] : [...named(shared)]).toEqual(both);
        expect(overlaps(a, b)).toBe(both.length > 0);
        expect(shared === undefined || parseSubject(shared) === shared).toBe(true);
      }),
      { numRuns: 2_000 },
    );
  });

  it("reduces to fewer subjects that name the same", () => {
    fc.assert(
      fc.property(fc.array(subject, { maxLength: 8 }), (list) => {
        const reduced = reduceSubjects(list);
        const union = (of: readonly Subject[]) => new Set(of.flatMap((one) => [...named(one)]));
        expect(union(reduced)).toEqual(union(list));
        for (const one of reduced) {
          const others = reduced.filter((other) => other !== one);
          expect(others.some((other) => contains(other, one))).toBe(false);
        }
      }),
      { numRuns: 1_000 },
    );
  });

  it("agrees with Go's containment except where > is taken for one token", () => {
    fc.assert(
      fc.property(subject, subject, (a, b) => {
        const differs = a.endsWith(">") && !b.endsWith(">") && isContainedIn(a, b);
        expect(contains(b, a)).toBe(isContainedIn(a, b) && !differs);
      }),
    );
  });
});
