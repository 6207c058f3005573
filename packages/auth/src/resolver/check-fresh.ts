import { decodeAccount } from "../claims/token/decode.js";
import type { AccountClaims } from "../claims/types/account.js";
import { AuthError } from "../errors/auth-error.js";
import type { LookupResult } from "./lookup.js";

/**
 * Checks that an account is newer than what the servers hold. A direct push always overwrites, but the servers' own
 * synchronisation keeps a copy with an equal `jti` or a newer `iat`, so an older push is undone on some of them.
 *
 * @throws AuthError `ERR_ROLLBACK`.
 */
export function checkFresh(token: string, claims: AccountClaims, current: LookupResult): void {
  for (const copy of current.copies) {
    if (copy.token === token) continue;
    const held = decodeHeld(copy.token);
    if (held === undefined) continue;
    const isNewer = (claims.iat ?? 0) > (held.iat ?? 0) && claims.jti !== held.jti;
    if (isNewer) continue;
    throw new AuthError(
      "ERR_ROLLBACK",
      `account ${claims.name ?? claims.sub} was issued at ${claims.iat}, but ${copy.servers} server(s) hold one issued at ${held.iat}; issue it anew on top of that one (pull it first)`,
    );
  }
}

// A resolver may hold anything under the key; what does not decode is no reason to keep it.
function decodeHeld(token: string): AccountClaims | undefined {
  try {
    return decodeAccount(token, { mode: "go" });
  } catch {
    return undefined;
  }
}
