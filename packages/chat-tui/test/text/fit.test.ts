import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { toCells } from "../../src/text/cells.js";
import { clip, widthOfCells, wrap } from "../../src/text/fit.js";

const anyText = fc.oneof(
  fc.string({ unit: "binary", maxLength: 120 }),
  fc.string({ unit: fc.constantFrom("a", " ", "漢", "\n", "e\u0301", "😀"), maxLength: 120 }),
);

describe("clip", () => {
  it.each([
    ["General", 7, "General"],
    ["General", 6, "Gener…"],
    ["漢字", 3, "漢…"],
    ["漢字", 2, "…"],
    ["General", 0, ""],
  ])("cuts %j to %i columns", (text, width, expected) => {
    expect(clip(text, width).text).toBe(expected);
  });

  it("never takes more columns than it was given, and says how many it took", () => {
    fc.assert(
      fc.property(anyText, fc.nat(40), (text, width) => {
        const fitted = clip(text, width);
        expect(fitted.width).toBeLessThanOrEqual(width);
        expect(widthOfCells(toCells(fitted.text))).toBe(fitted.width);
      }),
    );
  });
});

describe("wrap", () => {
  const lines = (text: string, width: number) => wrap(text, width).map((line) => line.text);

  it.each([
    ["see you at the booth", 10, ["see you at", "the booth"]],
    ["see you there", 7, ["see you", "there"]],
    ["antidisestablishment", 8, ["antidise", "stablish", "ment"]],
    ["a supercalifragilistic", 8, ["a", "supercal", "ifragili", "stic"]],
    ["one\r\ntwo\n\nthree", 20, ["one", "two", "", "three"]],
    ["漢字漢字", 5, ["漢字", "漢字"]],
    ["", 5, [""]],
  ])("breaks %j at %i columns", (text, width, expected) => {
    expect(lines(text, width)).toEqual(expected);
  });

  it("fits every line, and loses nothing but the blanks at the breaks", () => {
    fc.assert(
      fc.property(anyText, fc.integer({ min: 2, max: 40 }), (text, width) => {
        const wrapped = wrap(text, width);
        for (const line of wrapped) expect(line.width).toBeLessThanOrEqual(width);
        const ink = (cells: string) => cells.replace(/[ ↵]/g, "");
        const whole = toCells(text.replace(/\r\n?/g, "\n"))
          .map((cell) => cell.text)
          .join("");
        expect(ink(wrapped.map((line) => line.text).join(""))).toBe(ink(whole));
      }),
    );
  });

  it("stays quick on the longest text in the narrowest column", () => {
    expect(wrap("ab ".repeat(100_000), 2).length).toBeGreaterThan(1_000);
  });
});
