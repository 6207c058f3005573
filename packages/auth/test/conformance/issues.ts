import { deepStrictEqual } from "node:assert/strict";
import { type ClaimKind, type Issue, validateClaims } from "../../src/index.js";

/** An issue as the vectors write it. */
export interface IssueVector {
  readonly description: string;
  readonly blocking: boolean;
  readonly time_check: boolean;
}

/** The clock of all validation vectors. */
const NOW = 1795218342;

// Texts that end in words of Go's own standard library count up to here.
const PREFIXES = [
  "error parsing info url: parse ",
  "error parsing account server url: ",
  "error parsing operator service url ",
  "could not parse iana time zone by name: ",
];

export function equalIssues(
  kind: ClaimKind,
  claims: unknown,
  expected: readonly IssueVector[],
): void {
  sameIssues(validateClaims(kind, claims, { now: NOW }).issues, expected);
}

/** Multiset equality: order is irrelevant, repetition is not. */
function sameIssues(found: readonly Issue[], expected: readonly IssueVector[]): void {
  const ours = found.map(({ description, blocking, timeCheck }) =>
    line({ description, blocking, time_check: timeCheck }),
  );
  deepStrictEqual(ours.sort(), expected.map(line).sort());
}

function line({ description, blocking, time_check }: IssueVector): string {
  const prefix = PREFIXES.find((text) => description.startsWith(text)) ?? description;
  return `${blocking ? "E" : time_check ? "T" : "W"} ${prefix}`;
}

/** As {@link sameIssues}, for rules that only report errors. */
export function sameErrors(found: readonly string[], expected: readonly IssueVector[]): void {
  const ours = found.map((description) => line({ description, blocking: true, time_check: false }));
  deepStrictEqual(ours.sort(), expected.map(line).sort());
}
