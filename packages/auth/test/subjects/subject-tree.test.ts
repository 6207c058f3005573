import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { isContainedIn, overlaps, type Subject } from "../../src/index.js";
import { createStepBudget } from "../../src/subjects/step-budget.js";
import { createSubjectTree } from "../../src/subjects/subject-tree.js";
import { codeOf } from "../code-of.js";
import { withinCpuTime } from "../cpu-time.js";

const token = fc.constantFrom("a", "b", "ab", "*", ">", "");
/** Texts of tokens, subjects or not. */
const anyText = fc.array(token, { minLength: 1, maxLength: 4 }).map((tokens) => tokens.join("."));
const subject = fc
  .tuple(
    fc.array(fc.constantFrom("a", "b", "*"), { maxLength: 3 }),
    fc.constantFrom("a", "b", "*", ">"),
  )
  .map(([tokens, last]) => [...tokens, last].join(".") as Subject);

const treeOf = (subjects: readonly string[], maxSteps?: number) => {
  const tree = createSubjectTree<string>({ budget: createStepBudget(maxSteps) });
  for (const text of new Set(subjects)) tree.add(text, text);
  return tree;
};

describe("a tree of subjects", () => {
  it("finds what comparing all pairs finds, also among texts that are no subjects", () => {
    fc.assert(
      fc.property(fc.array(anyText, { maxLength: 12 }), anyText, (texts, wanted) => {
        const tree = treeOf(texts);
        const among = (test: (text: string) => boolean) => [...new Set(texts)].filter(test).sort();
        expect(tree.containersOf(wanted).sort()).toEqual(among((t) => isContainedIn(wanted, t)));
        expect(tree.containedIn(wanted).sort()).toEqual(among((t) => isContainedIn(t, wanted)));
      }),
      { numRuns: 3_000 },
    );
  });

  it("finds the subjects that overlap", () => {
    fc.assert(
      fc.property(fc.array(subject, { maxLength: 12 }), subject, (subjects, wanted) => {
        const expected = [...new Set(subjects)].filter((known) => overlaps(known, wanted)).sort();
        expect(treeOf(subjects).overlapping(wanted).sort()).toEqual(expected);
      }),
      { numRuns: 3_000 },
    );
  });

  it("takes a step for a node that is made or looked at and a value that is found", () => {
    const spent = (steps: number, work: (tree: ReturnType<typeof treeOf>) => void) =>
      codeOf(() => work(createSubjectTree({ budget: createStepBudget(steps) })));
    const work = (tree: ReturnType<typeof treeOf>) => {
      tree.add("a.b.c", "x");
      tree.add("a.b.d", "y");
      tree.containersOf("a.b.c");
    };
    // One node, then two more where it is split; root, both above the value, and the value.
    expect(spent(7, work)).toBe("accepted");
    expect(spent(6, work)).toBe("ERR_CLAIM_MALFORMED");
  });

  it("takes a step for sixteen characters that are compared, not for those that a short subject never gets to", () => {
    const spent = (steps: number, subject: string) =>
      codeOf(() => {
        const tree = createSubjectTree({ budget: createStepBudget(101 + steps) });
        tree.add(`*.${"x".repeat(1598)}`, "x");
        tree.containersOf(subject);
      });
    expect(spent(2, "a.b")).toBe("accepted");
    expect(spent(101, `a.${"x".repeat(1597)}y`)).toBe("ERR_CLAIM_MALFORMED");
    expect(spent(102, `a.${"x".repeat(1597)}y`)).toBe("accepted");
  });

  it("keeps subjects of a megabyte apart in linear time", () => {
    const long = (unit: string, last: string) => unit.repeat((1 << 20) / unit.length) + last;
    for (const unit of ["a.", "*.", "a.*.", "."]) {
      const texts = [long(unit, "x"), long(unit, "y"), long(unit, ">"), "a.a", "*.>"];
      withinCpuTime(3_000, () => {
        const tree = treeOf(texts, Number.POSITIVE_INFINITY);
        for (const text of texts) {
          expect(tree.containersOf(text)).toContain(text);
          expect(tree.containedIn(text)).toContain(text);
        }
        expect(tree.containersOf(long(unit, "z"))).not.toContain(long(unit, "x"));
      });
    }
  });

  it("compares ten thousand subjects in less than half of the steps that a claim may take", () => {
    const tree = createSubjectTree<number>({ budget: createStepBudget(100_000) });
    for (let index = 0; index < 10_000; index += 1) {
      expect(tree.containersOf(`shop.${index}.*`)).toEqual([]);
      tree.add(`shop.${index}.*`, index);
    }
  });
});
