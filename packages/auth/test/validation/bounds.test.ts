import { describe, expect, it } from "vitest";
import {
  activationHashId,
  goQuote,
  goSubjectIssues,
  renamingIssues,
  validateClaims,
} from "../../src/index.js";
import { codeOf } from "../code-of.js";

const MIB = 1 << 20;
const megabyteOf = (unit: string) => unit.repeat(MIB / unit.length);

describe("subjects beyond any server", () => {
  it.each(["a", ".", "$9.", "é.", "\0.", " "])(
    "a megabyte of %j is reported for its length alone",
    (unit) => {
      const text = megabyteOf(unit);
      const issue = `subject of ${text.length} characters is longer than 65536`;
      expect(goSubjectIssues(text)).toEqual([issue]);
      expect(renamingIssues(text, "a.*")).toEqual([issue]);
      expect(renamingIssues("a.*", text)).toEqual([issue]);
    },
  );

  it("judges the longest one as Go does", () => {
    expect(goSubjectIssues("a".repeat(65_536))).toEqual([]);
    expect(goSubjectIssues("a".repeat(65_537))).toHaveLength(1);
  });

  it("reports a hundred of many references to nothing", () => {
    const missing = (count: number) =>
      renamingIssues(`${"$9.".repeat(count)}x`, "a").filter((text) => text.startsWith("Reference"));
    expect(missing(100)).toHaveLength(100);
    expect(missing(101)).toHaveLength(100);
    expect(missing(20_000)).toHaveLength(100);
  });
});

describe("activationHashId", () => {
  it("hashes subjects of 65536 characters, and refuses longer ones", () => {
    const idOf = (length: number) => () =>
      activationHashId({ issuer: "A", subject: "A", importSubject: "x".repeat(length) });
    expect(codeOf(idOf(65_536))).toBe("accepted");
    expect(codeOf(idOf(65_537))).toBe("ERR_CLAIM_MALFORMED");
  });
});

describe("goQuote", () => {
  it("quotes 8192 characters and cuts what is longer", () => {
    expect(goQuote("x".repeat(8192))).toBe(`"${"x".repeat(8192)}"`);
    expect(goQuote("\0".repeat(MIB))).toBe(`"${"\\x00".repeat(8192)}…"`);
  });
});

describe("an account with many activation tokens", () => {
  const importsOf = (count: number) =>
    validateClaims("account", {
      sub: "A",
      nats: {
        imports: Array.from({ length: count }, (_, i) => ({
          subject: `a.${i}`,
          type: "stream",
          account: "B",
          token: "none",
        })),
      },
    }).issues.map(({ description }) => description);

  it("has 256 of them verified, and a warning that says so", () => {
    const bad = (text: string) => text.endsWith("contains an invalid activation token");
    expect(importsOf(256).filter(bad)).toHaveLength(256);
    expect(importsOf(300).filter(bad)).toHaveLength(256);
    const warning = /^more than 256 imports hold activation tokens/;
    expect(importsOf(256)).not.toContainEqual(expect.stringMatching(warning));
    expect(importsOf(300)).toContainEqual(expect.stringMatching(warning));
  });
});

describe("a claim of a thousand issues and more", () => {
  const userWith = (count: number) => ({
    sub: "U",
    nats: { sub: { allow: Array.from({ length: count }, () => "a b c") } },
  });
  const last = (count: number) => validateClaims("user", userWith(count)).issues.at(-1);

  it("is reported whole up to a thousand", () => {
    expect(validateClaims("user", userWith(1000)).issues).toHaveLength(1000);
    expect(last(1000)?.description).toContain("too many spaces");
  });

  it("is reported up to there and said to have more", () => {
    const { issues } = validateClaims("user", userWith(60_000));
    expect(issues).toHaveLength(1001);
    expect(last(1001)).toEqual({
      description: "more than 1000 issues; the others are not listed",
      blocking: true,
      timeCheck: false,
      level: "error",
    });
  });

  it("is bounded in the stricter profile too, whose disabled rules do not count", () => {
    const types = Array.from({ length: 5000 }, () => "T");
    const claims = { sub: "U", nats: { allowed_connection_types: types } };
    expect(validateClaims("user", claims).strict).toHaveLength(1001);
    const { strict } = validateClaims("user", claims, { disable: ["connection-type"] });
    expect(strict.length).toBeLessThan(10);
  });
});
