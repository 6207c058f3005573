import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { AuthError, type ClaimKind, validateClaims } from "../../src/index.js";

/** Random claims with what jwt 2.8.2 said about them: sorted texts behind their level, or why it took none of it. */
interface Recorded {
  readonly kind: ClaimKind;
  readonly claims: unknown;
  readonly issues?: readonly string[];
  readonly refused?: string;
}

const recorded = readFileSync(new URL("go-claims.jsonl", import.meta.url), "utf8")
  .trim()
  .split("\n")
  .map((line): Recorded => JSON.parse(line));

// What follows these are words of Go's own standard library.
const prefixes = [
  "error parsing info url: parse ",
  "error parsing account server url: ",
  "error parsing operator service url ",
  "could not parse iana time zone by name: ",
];
const comparable = (text: string): string =>
  prefixes.find((prefix) => text.startsWith(prefix)) ?? text;

describe("random claims, as the Go library judged them", () => {
  it.each(recorded.map((item, index) => [index, item.kind, item] as const))(
    "%i: %s",
    (_, kind, { claims, issues, refused }) => {
      const validate = () =>
        validateClaims(kind, claims, { now: 1_795_218_342 }).issues.map(
          ({ level, description }) => `${level.charAt(0).toUpperCase()} ${comparable(description)}`,
        );
      if (refused === undefined) expect(validate().sort()).toEqual(issues);
      else expect(validate).toThrow(expect.toSatisfy(AuthError.isInstance));
    },
  );
});
