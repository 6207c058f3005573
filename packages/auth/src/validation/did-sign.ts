import type { AccountClaims } from "../claims/types/account.js";
import type { OperatorClaims } from "../claims/types/operator.js";
import type { ActivationClaims } from "../claims/types/sharing.js";
import type { UserClaims } from "../claims/types/user.js";

/**
 * Whether an operator vouches for a claim: signed by its identity - under strict signing only for itself -
 * or by one of its signing keys (`jwt: v2/operator_claims.go` DidSign).
 *
 * Trusts `iss`, which decoding has verified.
 *
 * @example
 * ```ts
 * import { decodeAccount, decodeOperator, operatorDidSign } from "@kchat/auth";
 *
 * operatorDidSign(decodeOperator(operatorToken), decodeAccount(accountToken));
 * ```
 */
export const operatorDidSign = (
  operator: OperatorClaims,
  claims: { readonly iss?: string | undefined; readonly sub: string },
): boolean => {
  const { iss = "" } = claims;
  if (iss === operator.sub) {
    return !operator.nats.strict_signing_key_usage || claims.sub === operator.sub;
  }
  return (operator.nats.signing_keys ?? []).includes(iss);
};

/** The signing keys of an account, scoped ones included. */
export const signingKeysOf = (account: AccountClaims): string[] =>
  (account.nats.signing_keys ?? []).map((entry) => (typeof entry === "string" ? entry : entry.key));

/**
 * Whether an account vouches for a claim: signed by its identity, or, where `issuer_account` names it, by
 * one of its signing keys (`jwt: v2/account_claims.go` DidSign).
 *
 * Trusts `iss`, which decoding has verified.
 *
 * @example
 * ```ts
 * import { accountDidSign, decodeAccount, decodeUser } from "@kchat/auth";
 *
 * accountDidSign(decodeAccount(accountToken), decodeUser(userToken));
 * ```
 */
export const accountDidSign = (
  account: AccountClaims,
  claims: UserClaims | ActivationClaims,
): boolean => {
  const { iss = "" } = claims;
  if (iss === account.sub) return true;
  return claims.nats.issuer_account === account.sub && signingKeysOf(account).includes(iss);
};
