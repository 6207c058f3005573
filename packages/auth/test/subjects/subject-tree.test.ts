import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { isContainedIn, overlaps, type Subject } from "../../src/index.js";
import { createStepBudget } from "../../src/subjects/step-budget.js";
import { createSubjectTree } from "../../src/subjects/subject-tree.js";
import { codeOf } from "../code-of.js";

const token = fc.constantFrom("a", "b", "*", ">", "");
/** Texts of tokens, subjects or not. */
const anyText = fc.array(token, { minLength: 1, maxLength: 4 }).map((tokens) => tokens.join("."));
const subject = fc
  .tuple(
    fc.array(fc.constantFrom("a", "b", "*"), { maxLength: 3 }),
    fc.constantFrom("a", "b", "*", ">"),
  )
  .map(([tokens, last]) => [...tokens, last].join(".") as Subject);

const treeOf = (subjects: readonly string[]) => {
  const tree = createSubjectTree<string>();
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

  it("takes a step for a token that is added, a node that is looked at and a value that is found", () => {
    const spent = (steps: number, work: (tree: ReturnType<typeof treeOf>) => void) =>
      codeOf(() => work(createSubjectTree({ budget: createStepBudget(steps) })));
    const work = (tree: ReturnType<typeof treeOf>) => {
      tree.add("a.b.c", "x");
      tree.containersOf("a.b.c");
    };
    expect(spent(8, work)).toBe("accepted");
    expect(spent(7, work)).toBe("ERR_CLAIM_MALFORMED");
  });

  it("compares ten thousand subjects in less than half of the steps that a claim may take", () => {
    const tree = createSubjectTree<number>({ budget: createStepBudget(100_000) });
    for (let index = 0; index < 10_000; index += 1) {
      expect(tree.containersOf(`shop.${index}.*`)).toEqual([]);
      tree.add(`shop.${index}.*`, index);
    }
  });
});
