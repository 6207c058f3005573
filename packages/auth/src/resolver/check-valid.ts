import type { AccountClaims } from "../claims/types/account.js";
import { safeName } from "../nsc/names.js";
import { InvalidClaimError } from "../validation/invalid-claim-error.js";
import { validateClaims } from "../validation/validate.js";

/**
 * Checks that an account is one that servers use: a full resolver also stores an expired one.
 *
 * @throws AuthError `ERR_CLAIM_INVALID` with every reason in `issues`; `ERR_NAME` for a name that whoever pulls the account
 * could not file under it.
 */
export function checkValid(claims: AccountClaims, now: number | undefined): void {
  safeName("account", claims.name ?? "");
  const { issues } = validateClaims("account", claims, { now });
  const blocking = issues.filter((issue) => issue.blocking || issue.timeCheck);
  if (blocking.length === 0) return;
  throw new InvalidClaimError(`account ${claims.name ?? claims.sub} is not valid`, blocking);
}
