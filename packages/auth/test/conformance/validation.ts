import { deepStrictEqual, throws } from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { AuthError, validateClaims } from "../../src/index.js";

/** An issue as the vectors write it. */
export interface GoIssue {
  description: string;
  blocking: boolean;
  time_check: boolean;
}

interface Vector {
  name: string;
  kind: Parameters<typeof validateClaims>[0];
  claims: unknown;
  issues: GoIssue[];
  decode_error?: string;
}

/** After these, texts are those of Go's standard library and not compared. */
const runtimePrefixes = [
  "error parsing info url: parse ",
  "error parsing account server url: ",
  "error parsing operator service url ",
  "could not parse iana time zone by name: ",
];

const comparable = (issue: GoIssue): string => {
  const prefix = runtimePrefixes.find((start) => issue.description.startsWith(start));
  return JSON.stringify([prefix ?? issue.description, issue.blocking, issue.time_check]);
};

/** Issues as a multiset. */
export const sorted = (issues: readonly GoIssue[]): string[] => issues.map(comparable).sort();

const freeze = <T>(value: T): T => {
  if (typeof value === "object" && value !== null) {
    Object.values(value).forEach(freeze);
    Object.freeze(value);
  }
  return value;
};

/** The time at which the vectors are valid, in seconds. */
const CLOCK = 1795218342;

/** The cases of `validation.json`. */
export function* validationCases(dir: string): Generator<{ name: string; run(): void }> {
  const { cases } = JSON.parse(readFileSync(join(dir, "validation.json"), "utf8")) as {
    cases: Vector[];
  };
  for (const { name, kind, claims, issues, decode_error } of cases) {
    yield {
      name: `validation: ${name}`,
      run() {
        const validate = () => validateClaims(kind, freeze(claims), { now: CLOCK }).issues;
        if (decode_error !== undefined) {
          throws(validate, (error) => AuthError.isInstance(error));
          return;
        }
        const found = validate().map(({ description, blocking, timeCheck }) => ({
          description,
          blocking,
          time_check: timeCheck,
        }));
        deepStrictEqual(sorted(found), sorted(issues));
      },
    };
  }
}
