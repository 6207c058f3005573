import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  type Draft,
  emptyDraft,
  eraseBackward,
  eraseForward,
  eraseToEnd,
  eraseToStart,
  eraseWord,
  insert,
  move,
} from "../../src/ui/draft.js";

/** `|` is the cursor. */
function at(text: string): Draft {
  return { text: text.replace("|", ""), cursor: text.indexOf("|") };
}

describe("a draft", () => {
  it.each([
    [eraseBackward, "ab|c", "a|c"],
    [eraseBackward, "|c", "|c"],
    [eraseBackward, "👩‍👩‍👧|", "|"],
    [eraseBackward, "e\u0301|", "|"],
    [eraseForward, "a|😀b", "a|b"],
    [eraseForward, "a|", "a|"],
    [eraseWord, "see you  |there", "see |there"],
    [eraseToStart, "ab|c", "|c"],
    [eraseToEnd, "ab|c", "ab|"],
  ] as const)("is changed by %o from %j to %j", (change, before, after) => {
    expect(change(at(before))).toEqual(at(after));
  });

  it.each([
    ["left", "a😀|b", "a|😀b"],
    ["right", "a|漢b", "a漢|b"],
    ["start", "ab|c", "|abc"],
    ["end", "ab|c", "abc|"],
    ["word-left", "one two|", "one |two"],
    ["word-right", "one| two x", "one two| x"],
  ] as const)("moves %s from %j to %j", (movement, before, after) => {
    expect(move(at(before), movement)).toEqual(at(after));
  });

  it("takes line breaks of every system", () => {
    expect(insert(emptyDraft, "a\r\nb\rc").text).toBe("a\nb\nc");
  });

  it("takes no more than any message may have", () => {
    const full = insert(emptyDraft, "x".repeat(100_000));
    expect(insert(full, "y").text).toBe(full.text);
    expect(full.text.length).toBeLessThan(100_000);
  });

  it("keeps the cursor inside of the text, whatever is done", () => {
    const change = fc.constantFrom(
      eraseBackward,
      eraseForward,
      eraseWord,
      (d: Draft) => move(d, "left"),
      (d: Draft) => move(d, "right"),
      (d: Draft) => move(d, "word-left"),
      (d: Draft) => insert(d, "é 👍🏽\n"),
    );
    fc.assert(
      fc.property(fc.array(change, { maxLength: 60 }), (changes) => {
        const end = changes.reduce((before, apply) => apply(before), emptyDraft);
        expect(end.cursor).toBeGreaterThanOrEqual(0);
        expect(end.cursor).toBeLessThanOrEqual(end.text.length);
      }),
    );
  });
});
