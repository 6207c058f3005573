import type { AccountClaims } from "../claims/types/account.js";
import type { Permissions } from "../claims/types/permissions.js";
import type { UserClaims } from "../claims/types/user.js";
import { AuthError } from "../errors/auth-error.js";
import { previewScope, type ScopePreview } from "../scopes/preview.js";
import { scopeUserOf } from "../scopes/scope-user.js";
import { arePermissionsEmpty } from "./is-empty.js";

/** The template of the scope under which a key issues users, or `undefined` for a key without a scope. */
export const templateOf = (account: AccountClaims, key: string): Permissions | undefined => {
  // Of two entries for one key the last one counts.
  const scope = account.nats.signing_keys
    ?.filter((entry) => (typeof entry === "string" ? entry : entry.key) === key)
    .at(-1);
  return typeof scope === "object" ? (scope.template ?? {}) : undefined;
};

/**
 * The permissions that a server gives to a user of an account: the expanded template under a scoped key,
 * else the user's own, else the account's default permissions - which apply only when the user has none
 * at all (`nats-server: server/accounts.go` buildInternalNkeyUser).
 *
 * Does not check who signed what: {@link explain} does.
 *
 * @throws {@link AuthError} `ERR_TEMPLATE` when a server refuses the user over the template
 *
 * @example
 * ```ts
 * import { decodeAccount, decodeUser, effectivePermissions } from "@kchat/auth";
 *
 * effectivePermissions(decodeUser(token), decodeAccount(accountToken)).pub?.allow;
 * ```
 */
export const effectivePermissions = (user: UserClaims, account: AccountClaims): Permissions => {
  const template = user.iss === undefined ? undefined : templateOf(account, user.iss);
  const scope = template && previewScope(template, scopeUserOf(user, account));
  return permissionsWithin(scope, user, account);
};

/** {@link effectivePermissions} where it is known already what the scope gives to the user, if there is one. */
export const permissionsWithin = (
  scope: ScopePreview | undefined,
  user: UserClaims,
  account: AccountClaims,
): Permissions => {
  const [refusal] = scope?.refusals ?? [];
  if (refusal) {
    throw new AuthError(
      "ERR_TEMPLATE",
      `${refusal.list} ${JSON.stringify(refusal.entry)}: ${refusal.reason}; a server refuses this user`,
    );
  }
  const own = scope?.permissions ?? user.nats;
  return arePermissionsEmpty(own) ? (account.nats.default_permissions ?? {}) : own;
};
