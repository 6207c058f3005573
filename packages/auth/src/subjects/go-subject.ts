import { goQuote } from "../validation/go-quote.js";
import { tokenEnd } from "./token.js";

/**
 * Longest subject that the rules of the Go library are asked about, in UTF-16 units. Go has no limit, but a
 * subject has to get through a protocol line, which holds 4096 bytes by default.
 */
export const MAX_GO_SUBJECT_LENGTH = 65_536;

/**
 * The text reported for a subject that is longer than any that a server could be made to read.
 *
 * @example
 * ```ts
 * oversizeIssue("a.".repeat(1 << 20)); // "subject of 2097152 characters is longer than 65536"
 * ```
 */
export const oversizeIssue = (subject: string): string | undefined =>
  subject.length > MAX_GO_SUBJECT_LENGTH
    ? `subject of ${subject.length} characters is longer than ${MAX_GO_SUBJECT_LENGTH}`
    : undefined;

/**
 * The texts that the Go library reports for a subject; empty when it has nothing against it. Beyond Go, a
 * subject of more than 65536 characters is reported for its length alone.
 *
 * Lenient: tabs, `a.>.b` and `a.b*` pass (`jwt: v2/types.go` Subject.Validate).
 *
 * @example
 * ```ts
 * import { goSubjectIssues } from "@kchat/auth";
 *
 * goSubjectIssues("a b"); // ['subject "a b" cannot have spaces']
 * ```
 */
export const goSubjectIssues = (subject: string): string[] => {
  if (subject === "") return ["subject cannot be empty"];
  const oversize = oversizeIssue(subject);
  if (oversize) return [oversize];
  const issues: string[] = [];
  if (subject.includes(" ")) issues.push(`subject ${goQuote(subject)} cannot have spaces`);
  if (subject.startsWith(".") || subject.endsWith(".")) {
    issues.push(`subject ${goQuote(subject)} cannot start or end with a \`.\``);
  }
  if (subject.includes("..")) {
    issues.push(`subject ${goQuote(subject)} cannot contain consecutive \`.\``);
  }
  return issues;
};

/**
 * Whether the Go library calls a subject a wildcard subject (`jwt: v2/types.go` HasWildCards).
 *
 * @example
 * ```ts
 * import { hasWildcards } from "@kchat/auth";
 *
 * hasWildcards("a.*"); // true
 * ```
 */
export const hasWildcards = (subject: string): boolean =>
  subject === "*" ||
  subject === ">" ||
  subject.endsWith(".>") ||
  subject.endsWith(".*") ||
  subject.startsWith("*.") ||
  subject.includes(".*.");

/**
 * Whether every subject that `subject` names is also named by `container`, token by token as the Go
 * library compares them, also for texts that are no subjects (`jwt: v2/types.go` IsContainedIn).
 *
 * @example
 * ```ts
 * import { isContainedIn } from "@kchat/auth";
 *
 * isContainedIn("a.b.c", "a.>"); // true
 * ```
 */
export const isContainedIn = (subject: string, container: string): boolean => {
  for (let [inner, outer] = [0, 0]; ; ) {
    const innerEnd = tokenEnd(subject, inner);
    const outerEnd = tokenEnd(container, outer);
    const token = container.slice(outer, outerEnd);
    const isLast = outerEnd === container.length;
    if (token === ">" && isLast) return true;
    if (token !== "*" && token !== subject.slice(inner, innerEnd)) return false;
    if (isLast || innerEnd === subject.length) return isLast && innerEnd === subject.length;
    inner = innerEnd + 1;
    outer = outerEnd + 1;
  }
};
