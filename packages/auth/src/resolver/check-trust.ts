import type { AccountClaims } from "../claims/types/account.js";
import type { OperatorClaims } from "../claims/types/operator.js";
import { AuthError } from "../errors/auth-error.js";

/**
 * Checks that an operator signed an account, as a server does when it uses the account - a full resolver stores the
 * account of a stranger all the same (`jwt: DidSign`, `nats-server: server/accounts.go`).
 *
 * @throws AuthError `ERR_TRUST`.
 * @example
 * checkTrust(decodeOperator(operatorToken), decodeAccount(accountToken));
 */
export function checkTrust(operator: OperatorClaims, account: AccountClaims): void {
  const { signing_keys: keys = [], strict_signing_key_usage: strict } = operator.nats;
  const issuer = account.iss ?? "nobody";
  if ((keys as readonly string[]).includes(issuer)) return;
  if (issuer === operator.sub && !strict) return;
  const why =
    issuer === operator.sub
      ? "its identity key, which this strict operator lets sign nothing but itself; sign with a signing key"
      : `${issuer}, which is no key of operator ${operator.name ?? operator.sub}`;
  throw new AuthError("ERR_TRUST", `account ${account.name ?? account.sub} is signed by ${why}`);
}
