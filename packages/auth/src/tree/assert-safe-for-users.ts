import { isDeepStrictEqual } from "node:util";
import type { AccountClaims, UserScope } from "../claims/types/account.js";
import { AuthError } from "../errors/auth-error.js";
import type { Store } from "../nsc/store.js";
import { assertSafeScope } from "../scopes/assert-safe.js";
import { scopeUserOf } from "../scopes/scope-user.js";
import { type AccountEntry, readUser } from "./entry.js";
import { scopes } from "./signing-keys.js";

/**
 * Refuses a changed account where a name or a tag of somebody in the store would widen a template: it was harmless as long
 * as the template did not use it.
 *
 * @throws AuthError `ERR_TEMPLATE`.
 */
export async function assertSafeForUsers(
  store: Store,
  { address, claims: before }: Pick<AccountEntry, "address" | "claims">,
  after: AccountClaims,
): Promise<void> {
  const changed = changedScopes(before, after);
  if (changed.length === 0) return;
  for (const user of await store.list(address)) {
    const { claims } = await readUser(store, { ...address, user });
    const scope = changed.find(({ key }) => key === claims.iss);
    if (scope) assertSafe(user, () => assertSafeScope(scope.template, scopeUserOf(claims, after)));
  }
}

function changedScopes(before: AccountClaims, after: AccountClaims): UserScope[] {
  // Templates may hold the account's name and tags, too.
  if (!isDeepStrictEqual(before.nats.tags, after.nats.tags)) return scopes(after);
  return scopes(after).filter(
    (scope) => !scopes(before).some((known) => isDeepStrictEqual(known, scope)),
  );
}

function assertSafe(user: string, check: () => unknown): void {
  try {
    check();
  } catch (cause) {
    if (!AuthError.isInstance(cause)) throw cause;
    const message = `the template does not suit ${user}, who is signed by it: ${cause.message}`;
    throw new AuthError(cause.code, message, { cause });
  }
}
