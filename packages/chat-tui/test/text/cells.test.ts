import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { toCells } from "../../src/text/cells.js";
import { hostileTexts } from "../fixtures/hostile.js";

const unsafe = /\p{Cc}|\p{Bidi_Control}|\p{Default_Ignorable_Code_Point}|\p{Cs}/u;

function textOf(text: string): string {
  return toCells(text)
    .map((cell) => cell.text)
    .join("");
}

describe("toCells", () => {
  it.each([
    ["plain ASCII", "hi!", [1, 1, 1]],
    ["wide characters", "漢é", [2, 1]],
    ["a mark with its base", "e\u0301x\u0302", [1, 1]],
    ["emoji", "😀", [2]],
    ["a family as its members", "👩‍👧", [2, 2]],
    ["a skin tone as no character", "👍🏽", [2]],
    ["a heart in the width of the heart without a variation selector", "❤️", [1]],
    ["a flag as its letters", "🇩🇪", [1, 1]],
    ["a Hangul syllable from its parts", "\u1100\u1161\u11a8", [2]],
  ])("gives %s the width that every terminal draws", (_, text, widths) => {
    expect(toCells(text).map(({ width }) => width)).toEqual(widths);
  });

  it("shows controls as pictures, so that a person sees that something was tried", () => {
    expect(textOf("a\u001b[2J\u0007\u007f\u009b")).toBe("a␛[2J␇␡\ufffd");
  });

  it("drops what turns or hides text", () => {
    expect(textOf("ad\u202enim\u2069\u200b")).toBe("adnim");
  });

  it("keeps three marks on a character and no more", () => {
    expect(textOf(`q${"\u0301".repeat(10_000)}r`)).toBe(`q${"\u0301".repeat(3)}r`);
  });

  it("drops marks that have nothing to stand on", () => {
    expect(textOf("\u0301\u0489x")).toBe("x");
  });

  it.each(Object.entries(hostileTexts))("leaves nothing unsafe of a text that %s", (_, text) => {
    expect(textOf(text)).not.toMatch(unsafe);
  });

  it("leaves nothing unsafe of any text at all", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 200 }), (text) => {
        expect(textOf(text)).not.toMatch(unsafe);
      }),
    );
  });

  it("reads no more of a text than a screen could show", () => {
    expect(toCells("漢".repeat(1_000_000)).length).toBeLessThan(40_000);
  });
});
