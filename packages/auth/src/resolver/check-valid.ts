import type { AccountClaims } from "../claims/types/account.js";
import { AuthError } from "../errors/auth-error.js";
import { safeName } from "../nsc/names.js";
import { validateClaims } from "../validation/validate.js";

/**
 * Checks that an account is one that servers use: a full resolver also stores an expired one.
 *
 * @throws AuthError `ERR_CLAIM_INVALID` with every reason in its message; `ERR_NAME` for a name that whoever pulls the account
 * could not file under it.
 */
export function checkValid(claims: AccountClaims, now: number | undefined): void {
  safeName("account", claims.name ?? "");
  const { issues } = validateClaims("account", claims, { now });
  const blocking = issues.filter((issue) => issue.blocking || issue.timeCheck);
  if (blocking.length === 0) return;
  const reasons = blocking.map(({ description }) => description).join("; ");
  throw new AuthError(
    "ERR_CLAIM_INVALID",
    `account ${claims.name ?? claims.sub} is not valid: ${reasons}`,
  );
}
