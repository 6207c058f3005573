import { loadClaims } from "../claims/layout/claim.js";
import type { ClaimKind, ClaimsOf } from "../claims/types/claims.js";
import { createStepBudget } from "../subjects/step-budget.js";
import { checkAccount } from "./account-rules.js";
import { checkActivation } from "./activation-rules.js";
import { checkRequest, checkResponse } from "./callout-rules.js";
import { checkTimes } from "./common-rules.js";
import { collectIssues, createFindings, type Findings, type Issue } from "./issue.js";
import { checkOperator } from "./operator-rules.js";
import { checkStrictly } from "./strict/profile.js";
import type { KindedClaims, StrictContext, StrictRuleId } from "./strict/rule.js";
import { checkUser } from "./user-rules.js";

/** How {@link validateClaims} works. */
export interface ValidateOptions extends Omit<StrictContext, "now"> {
  /** The time to validate for, in seconds since 1970. @default now */
  readonly now?: number | undefined;
  /** Rules of the stricter profile that are left out, or `off` for all of them. @default [] */
  readonly disable?: readonly StrictRuleId[] | "off" | undefined;
}

/** What validation found: of each list at most the first 1000 issues, and one more that tells of the rest. */
export interface Validation {
  /** What the Go library reports, with its texts: what servers judge by. */
  readonly issues: readonly Issue[];
  /** What the stricter profile reports beyond that; every issue names its rule. */
  readonly strict: readonly Issue[];
}

const rules: { [K in ClaimKind]: (claims: ClaimsOf[K], found: Findings) => void } = {
  operator: checkOperator,
  account: checkAccount,
  user: checkUser,
  activation: checkActivation,
  authorization_request: checkRequest,
  authorization_response: checkResponse,
  generic: () => {},
};

/**
 * Judges a claim by every rule of the Go library (jwt 2.8.2) and, reported apart, by the stricter profile
 * ({@link StrictRuleId}). Checks no signature; rules about issuers and accounts need `operator` and `account`.
 *
 * @throws {@link AuthError} `ERR_CLAIM_MALFORMED` for members of a wrong type, and for sets of wildcards that
 * are built to take forever; `ERR_TOO_MANY_VALUES`
 *
 * @example
 * ```ts
 * import { isBlocking, validateClaims } from "@kchat/auth";
 *
 * const { issues, strict } = validateClaims("user", claims, { account });
 * if (isBlocking([...issues, ...strict])) throw new Error(issues[0]?.description);
 * ```
 */
export const validateClaims = <K extends ClaimKind>(
  kind: K,
  claims: unknown,
  options: ValidateOptions = {},
): Validation => {
  const { now = Math.floor(Date.now() / 1000), disable = [], ...context } = options;
  const loaded = loadClaims(kind, claims, { mode: "go" });
  const budget = createStepBudget();
  const issues = collectIssues((add) => {
    const found = createFindings(add, budget);
    checkTimes(loaded, now, found);
    rules[kind](loaded, found);
  });
  const strict =
    disable === "off"
      ? []
      : checkStrictly(
          { kind, claims: loaded } as KindedClaims,
          { ...context, now },
          disable,
          budget,
        );
  return { issues, strict };
};
