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

/** Collects issues in the order in which rules report them. */
export interface Findings {
  readonly issues: readonly Issue[];
  readonly error: (description: string, path?: string) => void;
  readonly warning: (description: string, path?: string) => void;
  readonly time: (description: string, path?: string) => void;
}

/** An empty collection of issues. */
export const createFindings = (): Findings => {
  const issues: Issue[] = [];
  const add =
    (level: IssueLevel) =>
    (description: string, path?: string): void => {
      issues.push({
        description,
        blocking: level === "error",
        timeCheck: level === "time",
        level,
        ...(path === undefined ? {} : { path }),
      });
    };
  return { issues, error: add("error"), warning: add("warning"), time: add("time") };
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
