import { parseGoInteger } from "../validation/go-integer.js";
import { goQuote } from "../validation/go-quote.js";
import { goSubjectIssues, oversizeIssue } from "./go-subject.js";
import { endsOpen } from "./token.js";

const wildcardCount = (subject: string): number =>
  subject.split(".").filter((token) => token === "*").length;

const reference = (token: string): bigint | undefined =>
  token.length > 1 && token.startsWith("$") ? parseGoInteger(token.slice(1)) : undefined;

/** Most references without a wildcard that are reported; each report quotes both subjects. */
const MAX_MISSING = 100;

/**
 * The texts that the Go library reports for a local subject `to` of an import of `from`; `$n` in `to`
 * stands for the n-th `*` of `from` (`jwt: v2/types.go` RenamingSubject.Validate). Beyond Go, subjects of
 * more than 65536 characters are reported for their length alone, and references beyond the 100th that is wrong not at all.
 *
 * @example
 * ```ts
 * import { renamingIssues } from "@kchat/auth";
 *
 * renamingIssues("mine.$1", "theirs.*"); // []
 * ```
 */
export const renamingIssues = (to: string, from: string): string[] => {
  const oversize = oversizeIssue(to) ?? oversizeIssue(from);
  if (oversize) return [oversize];
  const issues = goSubjectIssues(to);
  if (from === "") issues.push("subject cannot be empty");
  if (to.includes(" ")) issues.push(`subject ${goQuote(to)} cannot have spaces`);
  if (endsOpen(to) !== endsOpen(from)) {
    issues.push("both, renaming subject and subject, need to end or not end in >");
  }
  const available = wildcardCount(from);
  let used = 0;
  let missing = 0;
  for (const token of to.split(".")) {
    if (token === "*") used++;
    const index = reference(token);
    if (index === undefined) continue;
    if (index > BigInt(available)) {
      if (++missing > MAX_MISSING) continue;
      issues.push(
        `Reference $${index} in ${goQuote(to)} reference * in ${goQuote(from)} that do not exist`,
      );
    } else used++;
  }
  if (used !== available) {
    issues.push("subject does not contain enough * or reference wildcards $[0-9]");
  }
  return issues;
};

/**
 * The subject that a renaming subject occupies: every `$n` becomes `*` (`jwt: v2/types.go` ToSubject).
 *
 * @example
 * ```ts
 * import { renamedSubject } from "@kchat/auth";
 *
 * renamedSubject("mine.$1.x"); // "mine.*.x"
 * ```
 */
export const renamedSubject = (to: string): string =>
  to
    .split(".")
    .map((token) => (reference(token) === undefined ? token : "*"))
    .join(".");
