import { loadClaims } from "../claims/layout/claim.js";
import type { ClaimKind, ClaimsOf } from "../claims/types/claims.js";
import { checkAccount } from "./account-rules.js";
import { checkActivation } from "./activation-rules.js";
import { checkRequest, checkResponse } from "./callout-rules.js";
import { checkTimes } from "./common-rules.js";
import { createFindings, type Findings, type Issue } from "./issue.js";
import { checkOperator } from "./operator-rules.js";
import { checkUser } from "./user-rules.js";

/** How {@link validateClaims} works. */
export interface ValidateOptions {
  /** The time to validate for, in seconds since 1970. @default now */
  readonly now?: number | undefined;
}

/** What validation found. */
export interface Validation {
  /** What the Go library reports, with its texts. */
  readonly issues: readonly Issue[];
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

export const validateClaims = <K extends ClaimKind>(
  kind: K,
  claims: unknown,
  options: ValidateOptions = {},
): Validation => {
  const { now = Math.floor(Date.now() / 1000) } = options;
  const loaded = loadClaims(kind, claims, { mode: "go" });
  const found = createFindings();
  checkTimes(loaded, now, found);
  rules[kind](loaded, found);
  return { issues: found.issues };
};
