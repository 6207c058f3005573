import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { displayName, displayText } from "../../src/index.js";

const forbidden =
  /(?![\n\t])\p{Cc}|[\p{Cs}\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff]/u;

describe("displayText", () => {
  it("makes control sequences visible instead of letting them act", () => {
    expect(displayText("\u001b[2J\u009b31m\u0007hi")).toBe("\uFFFD[2J\uFFFD31m\uFFFDhi");
  });

  it("removes bidi overrides, isolates and invisible characters", () => {
    expect(displayText("a\u202Eb\u2066c\u200Bd\uFEFFe\u061Cf")).toBe("abcdef");
  });

  it("keeps line breaks, tabs, emoji sequences and accents", () => {
    const text = "one\ntwo\t👩‍👩‍👧 e\u0301 नि";
    expect(displayText(text)).toBe(text);
  });

  it("folds every kind of line break into one", () => {
    expect(displayText("a\r\nb\rc\u2028d\u2029e")).toBe("a\nb\nc\nd\ne");
  });

  it("cuts a tower of combining marks", () => {
    expect(displayText(`e${"\u0301".repeat(10_000)}x`)).toBe(`e${"\u0301".repeat(4)}x`);
  });

  it("lets no forbidden character through, whatever comes", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 200 }), (text) => {
        expect(displayText(text)).not.toMatch(forbidden);
        expect(displayName(text)).not.toMatch(forbidden);
      }),
    );
  });

  it("changes nothing the second time", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 200 }), (text) => {
        const once = displayText(text);
        expect(displayText(once)).toBe(once);
      }),
    );
  });
});

describe("displayName", () => {
  it("gives one line without blanks at its ends", () => {
    expect(displayName("  al\nice\t\u00a0 b\u202E ")).toBe("al ice b");
  });

  it("cuts by code points, not inside of one", () => {
    expect(displayName("😀".repeat(100), 3)).toBe("😀😀😀");
  });
});
