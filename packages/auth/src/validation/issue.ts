import type { StepBudget } from "../subjects/step-budget.js";
import type { StrictRuleId } from "./strict/rule.js";

/** How serious an issue is: `error` always blocks, `time` blocks where the clock counts, `warning` never does. */
export type IssueLevel = "error" | "warning" | "time";

/** One finding about a claim. */
export interface Issue {
  /** The text; for the rules of the Go library its exact text. */
  readonly description: string;
  /** Whether a server refuses the claim whatever the time. */
  readonly blocking: boolean;
  /** Whether the finding is about `exp` or `nbf`. */
  readonly timeCheck: boolean;
  readonly level: IssueLevel;
  /** Stable id of a rule of the stricter profile. */
  readonly rule?: StrictRuleId | undefined;
  /** Where in the claim, for example `nats.exports[2].subject`. */
  readonly path?: string | undefined;
}

/** Most issues of one list: a claim with more is made to be reported at length, not to be used. */
const MAX_ISSUES = 1000;

const FULL = new Error(`more than ${MAX_ISSUES} issues`);

/**
 * Collects issues until they are too many; then the rules stop, and a last issue says so. Bounded like this, a
 * megabyte of wrong subjects costs no more than a thousand of them.
 */
export const collectIssues = (check: (add: (issue: Issue) => void) => void): Issue[] => {
  const issues: Issue[] = [];
  try {
    check((issue) => {
      if (issues.length === MAX_ISSUES) throw FULL;
      issues.push(issue);
    });
  } catch (error) {
    if (error !== FULL) throw error;
    const description = `more than ${MAX_ISSUES} issues; the others are not listed`;
    issues.push({ description, blocking: true, timeCheck: false, level: "error" });
  }
  return issues;
};

/** Takes what the rules of the Go library find. */
export interface Findings {
  readonly error: (description: string, path?: string) => void;
  readonly warning: (description: string, path?: string) => void;
  readonly time: (description: string, path?: string) => void;
  /** What all rules together may spend on comparing subjects. */
  readonly budget: StepBudget;
}

/** Findings that become issues one by one. */
export const createFindings = (take: (issue: Issue) => void, budget: StepBudget): Findings => {
  const add =
    (level: IssueLevel) =>
    (description: string, path?: string): void => {
      take({
        description,
        blocking: level === "error",
        timeCheck: level === "time",
        level,
        ...(path === undefined ? {} : { path }),
      });
    };
  return { error: add("error"), warning: add("warning"), time: add("time"), budget };
};

/**
 * Whether issues keep a claim from being used.
 *
 * @example
 * ```ts
 * import { isBlocking, validateClaims } from "@kchat/auth";
 *
 * isBlocking(validateClaims("user", claims).issues, { includeTimeChecks: true });
 * ```
 */
export const isBlocking = (
  issues: readonly Issue[],
  options: {
    /** Count expired and not yet valid as blocking, as servers do at CONNECT. @default true */
    includeTimeChecks?: boolean | undefined;
  } = {},
): boolean => {
  const { includeTimeChecks = true } = options;
  return issues.some((issue) => issue.blocking || (includeTimeChecks && issue.timeCheck));
};
