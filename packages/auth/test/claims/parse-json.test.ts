import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { FloatLiteral, parseJson } from "../../src/claims/json/parse-json.js";
import { goJson } from "../../src/index.js";
import { codeOf } from "../code-of.js";

const strict = (text: string): unknown => parseJson(text, { duplicates: "refuse" });
const loose = (text: string): unknown => parseJson(text, { duplicates: "last" });

describe("parseJson", () => {
  it("reads what JSON.parse reads, except for numbers that it would round", () => {
    fc.assert(
      fc.property(fc.json({ noUnicodeString: false }), (text) => {
        expect(unwrapped(loose(text))).toEqual(JSON.parse(text));
      }),
      { numRuns: 1_000 },
    );
  });

  it("refuses what JSON.parse refuses", () => {
    const text = fc.string({
      unit: fc.constantFrom(...'{}[]:,"\\u0019.eE+- \n\ttrufalsn\u0001'),
      maxLength: 12,
    });
    fc.assert(
      fc.property(text, (candidate) => {
        let reference = "accepted";
        try {
          JSON.parse(candidate);
        } catch {
          reference = "ERR_JSON_MALFORMED";
        }
        expect(codeOf(() => loose(candidate))).toBe(reference);
      }),
      { numRuns: 5_000 },
    );
  });

  it("keeps integers beyond 2^53 exactly", () => {
    expect(strict("[18446744073709551615,-9007199254740993,9007199254740991]")).toEqual([
      18446744073709551615n,
      -9007199254740993n,
      9007199254740991,
    ]);
  });

  it("tells 1.0 and 1e3 from integers, as Go does", () => {
    expect(strict("1.0")).toEqual(new FloatLiteral(1));
    expect(strict("1e3")).toEqual(new FloatLiteral(1000));
    expect(strict("1.5")).toBe(1.5);
  });

  it("refuses a repeated member, or lets the last one win", () => {
    expect(codeOf(() => strict('{"a":1,"a":2}'))).toBe("ERR_JSON_MALFORMED");
    expect(codeOf(() => strict('{"a":1,"\\u0061":2}'))).toBe("ERR_JSON_MALFORMED");
    expect(loose('{"a":1,"a":2}')).toEqual({ a: 2 });
  });

  it("makes __proto__ an ordinary member", () => {
    const value = strict('{"__proto__":{"polluted":true}}') as object;
    expect(Object.getPrototypeOf(value)).toBe(Object.prototype);
    expect(Object.keys(value)).toEqual(["__proto__"]);
    expect("polluted" in {}).toBe(false);
  });

  it("turns lone surrogates into U+FFFD, whether escaped or not", () => {
    expect(strict('"\\ud800x"')).toBe("\ufffdx");
    expect(strict('"\\ud83d\\ude00"')).toBe("😀");
  });

  it.each([
    ["arrays", "[".repeat(1_000_000)],
    ["objects", '{"a":'.repeat(200_000)],
    ["closed arrays", "[".repeat(300) + "]".repeat(300)],
  ])("refuses deep %s without running out of stack", (_, text) => {
    expect(codeOf(() => loose(text))).toBe("ERR_JSON_MALFORMED");
  });

  // The outer list is a value too.
  it.each([
    ["numbers", 65_535, "1"],
    ["lists", 65_535, "[]"],
    ["pairs of lists", 32_767, "[[]]"],
    ["objects of one member", 32_767, '{"a":1}'],
  ])("takes %s up to 65536 values, and no more", (_, count, unit) => {
    const listOf = (length: number) => `[${Array(length).fill(unit).join(",")}]`;
    expect(loose(listOf(count))).toHaveLength(count);
    expect(codeOf(() => loose(listOf(count + 1)))).toBe("ERR_TOO_MANY_VALUES");
  });

  it.each([
    ["in one object", (names: readonly string[]) => `{${names.map((n) => `"${n}":1`).join(",")}}`],
    ["in many", (names: readonly string[]) => `[${names.map((n) => `{"${n}":1}`).join(",")}]`],
  ])("takes 16384 different names %s, repeated ones apart, and no more", (_, textOf) => {
    const names = Array.from({ length: 16_385 }, (_, index) => `name${index}`);
    const repeated = [...names.slice(1), ...names.slice(1, 10)];
    expect(codeOf(() => loose(textOf(repeated)))).toBe("accepted");
    expect(codeOf(() => loose(textOf(names)))).toBe("ERR_TOO_MANY_VALUES");
  });

  it("stops reading at the value that is too many", () => {
    const text = `[${"1,".repeat(65_536)}this is not JSON`;
    expect(codeOf(() => loose(text))).toBe("ERR_TOO_MANY_VALUES");
  });

  it.each(['"', '\\"', '\\\\"', "x\\", "\\x", "\\u12", "\n", "a\\\\", "\u2028"])(
    "takes the string %j exactly where JSON.parse does",
    (inside) => {
      const text = `"${inside}"`;
      let expected: unknown = "ERR_JSON_MALFORMED";
      try {
        expected = JSON.parse(text);
      } catch {}
      expect(typeof expected === "string" && codeOf(() => loose(text))).toBe(
        expected === "ERR_JSON_MALFORMED" ? expected : "accepted",
      );
      if (expected !== "ERR_JSON_MALFORMED") expect(loose(text)).toBe(expected);
    },
  );
});

describe("goJson", () => {
  it("writes text that reads back as the same value", () => {
    fc.assert(
      fc.property(fc.jsonValue({ noUnicodeString: false }), (value) => {
        // JSON.stringify writes -0 as 0, Go does not.
        expect(JSON.parse(goJson(value), (_, item) => (item === 0 ? 0 : item))).toEqual(
          JSON.parse(JSON.stringify(value)),
        );
      }),
      { numRuns: 500 },
    );
  });

  it("escapes for HTML and sorts members by code point, not by UTF-16 unit", () => {
    expect(goJson({ "\ue000": 1, "😀": 2, b: "<&>\u2028\u2029", a: null })).toBe(
      '{"a":null,"b":"\\u003c\\u0026\\u003e\\u2028\\u2029","\ue000":1,"😀":2}',
    );
  });

  it("never writes what is not well-formed UTF-8", () => {
    expect(goJson("\ud800")).toBe('"\ufffd"');
  });

  it("refuses what JSON can't hold", () => {
    const cycle: Record<string, unknown> = {};
    cycle.self = cycle;
    for (const value of [Number.NaN, Number.POSITIVE_INFINITY, () => 1, Symbol("x"), cycle]) {
      expect(codeOf(() => goJson(value))).toBe("ERR_CLAIM_MALFORMED");
    }
  });
});

function unwrapped(value: unknown): unknown {
  return JSON.parse(
    JSON.stringify(value, (_key, item: unknown) =>
      item instanceof FloatLiteral ? item.value : typeof item === "bigint" ? Number(item) : item,
    ),
  );
}
