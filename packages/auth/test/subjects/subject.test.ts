import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  AuthError,
  activationHashId,
  isServerSubject,
  isSubject,
  parseLiteralSubject,
  parseSubject,
  subjectProblem,
} from "../../src/index.js";
import { withinCpuTime } from "../cpu-time.js";

describe("parseSubject", () => {
  it.each([
    ["", "empty"],
    ["a..b", "empty-token"],
    [".a", "empty-token"],
    ["a.", "empty-token"],
    ["a b", "white-space"],
    ["a\tb", "white-space"],
    ["a\u00a0b", "white-space"],
    ["a\u2028b", "white-space"],
    ["a\u0000b", "control-character"],
    ["a\u007f", "control-character"],
    ["a\ud800", "ill-formed-unicode"],
    ["a.b*", "partial-wildcard"],
    ["foo>", "partial-wildcard"],
    ["a.**", "partial-wildcard"],
    ["a.>.b", "misplaced-wildcard"],
    ["a".repeat(5_000), "too-long"],
  ])("refuses %j as %s", (text, problem) => {
    expect(subjectProblem(text)).toBe(problem);
    expect(() => parseSubject(text)).toThrow(expect.objectContaining({ code: "ERR_SUBJECT" }));
  });

  it.each(["a", "*", ">", "a.*.>", "$SYS.REQ", "é.日本.\u{1f600}", "a-b_c"])("takes %j", (text) => {
    expect(parseSubject(text)).toBe(text);
  });

  it("takes only what a server takes, too", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 12 }), (text) => {
        if (isSubject(text)) expect(isServerSubject(text)).toBe(true);
      }),
      { numRuns: 3_000 },
    );
  });

  it("throws nothing but typed errors, and in time, for any text up to a megabyte", () => {
    for (const text of [
      "a.".repeat(1 << 19),
      "*".repeat(1 << 20),
      "\ud800".repeat(1 << 20),
      " ".repeat(1 << 20),
    ]) {
      const error = withinCpuTime(500, () => thrownBy(() => parseSubject(text)));
      expect(AuthError.isInstance(error)).toBe(true);
      expect((error as Error).message.length).toBeLessThan(700);
    }
  });

  it("knows literal subjects", () => {
    expect(parseLiteralSubject("a.b")).toBe("a.b");
    expect(() => parseLiteralSubject("a.*")).toThrow(/literal/);
  });
});

describe("activationHashId", () => {
  it("needs issuer, subject and import subject", () => {
    const activation = { issuer: "A", subject: "B", importSubject: "" };
    expect(() => activationHashId(activation)).toThrow(
      expect.objectContaining({ code: "ERR_CLAIM_MALFORMED" }),
    );
  });
});

function thrownBy(run: () => unknown): unknown {
  try {
    return run();
  } catch (thrown) {
    return thrown;
  }
}
