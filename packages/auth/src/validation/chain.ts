import type { AccountClaims } from "../claims/types/account.js";
import type { OperatorClaims } from "../claims/types/operator.js";
import type { ActivationClaims } from "../claims/types/sharing.js";
import type { UserClaims } from "../claims/types/user.js";
import { accountDidSign, operatorDidSign } from "./did-sign.js";
import type { Issue } from "./issue.js";
import { hasJetStream } from "./limit-rules.js";
import type { StrictRuleId } from "./strict/rule.js";

/** The claims of one tree, as far as they are known. */
export interface ClaimChain {
  readonly operator?: OperatorClaims | undefined;
  readonly account?: AccountClaims | undefined;
  readonly user?: UserClaims | ActivationClaims | undefined;
}

const issue = (rule: StrictRuleId, path: string, description: string): Issue => ({
  description,
  blocking: true,
  timeCheck: false,
  level: "error",
  rule,
  path,
});

const accountIssues = (operator: OperatorClaims, account: AccountClaims): Issue[] => {
  const issues: Issue[] = [];
  if (operator.nats.system_account === account.sub && hasJetStream(account.nats.limits ?? {})) {
    issues.push(
      issue("system-jetstream", "account.nats.limits", "the system account can't have JetStream"),
    );
  }
  if (operatorDidSign(operator, account)) return issues;
  const byIdentity = account.iss === operator.sub;
  return [
    ...issues,
    byIdentity
      ? issue(
          "strict-signing",
          "account.iss",
          "account is signed by the operator's identity key, which strict signing forbids: sign it with a signing key",
        )
      : issue(
          "untrusted-issuer",
          "account.iss",
          "account is not signed by the operator or one of its signing keys",
        ),
  ];
};

const userIssues = (
  strict: boolean,
  account: AccountClaims,
  user: UserClaims | ActivationClaims,
): Issue[] => {
  if (!accountDidSign(account, user)) {
    return [
      issue(
        "untrusted-issuer",
        "user.iss",
        "user is not signed by its account or one of its signing keys (which needs issuer_account)",
      ),
    ];
  }
  if (!strict || user.iss !== account.sub) return [];
  return [
    issue(
      "strict-signing",
      "user.iss",
      "user is signed by the account's identity key, which strict signing forbids: sign it with a signing key",
    ),
  ];
};

/**
 * Checks who signed whom between an operator, an account and a user (`nsc: cmd/validate.go`); what is
 * missing is not checked. The paths start with `operator`, `account` or `user`.
 *
 * @example
 * ```ts
 * import { validateChain } from "@kchat/auth";
 *
 * validateChain({ operator, account, user }).map((issue) => issue.description);
 * ```
 */
export const validateChain = ({ operator, account, user }: ClaimChain): readonly Issue[] => {
  const strict = operator?.nats.strict_signing_key_usage === true;
  const ownIssuer =
    operator && !operatorDidSign(operator, operator)
      ? [
          issue(
            "untrusted-issuer",
            "operator.iss",
            "operator is not signed by itself or one of its signing keys",
          ),
        ]
      : [];
  return [
    ...ownIssuer,
    ...(operator && account ? accountIssues(operator, account) : []),
    ...(account && user ? userIssues(strict, account, user) : []),
  ];
};
