import { AuthError } from "../errors/auth-error.js";
import { previewScope } from "../scopes/preview.js";
import { scopeUserOf } from "../scopes/scope-user.js";
import { isEmptyPermissionSet, type PermissionSet } from "./permission-set.js";

/** The part of a user claim that decides about subjects. */
export interface PermissionUser {
  readonly iss?: string | undefined;
  readonly name?: string | undefined;
  readonly sub: string;
  readonly nats: PermissionSet & {
    readonly issuer_account?: string | undefined;
    readonly tags?: readonly string[] | null | undefined;
  };
}

/** The part of an account claim that decides about the subjects of its users. */
export interface PermissionAccount {
  readonly name?: string | undefined;
  readonly nats: {
    readonly default_permissions?: PermissionSet | null | undefined;
    readonly signing_keys?:
      | readonly (string | { readonly key: string; readonly template?: PermissionSet | null })[]
      | null
      | undefined;
    readonly tags?: readonly string[] | null | undefined;
  };
}

/** The template of the scope under which a key issues users, or `undefined` for a key without a scope. */
export const templateOf = (account: PermissionAccount, key: string): PermissionSet | undefined => {
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
 * effectivePermissions(decodeUser(token), decodeAccount(accountToken)).pub?.allow;
 * ```
 */
export const effectivePermissions = (
  user: PermissionUser,
  account: PermissionAccount,
): PermissionSet => {
  const template = user.iss === undefined ? undefined : templateOf(account, user.iss);
  let own: PermissionSet = user.nats;
  if (template) {
    const preview = previewScope(template, scopeUserOf(user, account));
    const [refusal] = preview.refusals;
    if (refusal) {
      throw new AuthError(
        "ERR_TEMPLATE",
        `${refusal.list} ${JSON.stringify(refusal.entry)}: ${refusal.reason}; a server refuses this user`,
      );
    }
    own = preview.permissions;
  }
  return isEmptyPermissionSet(own) ? (account.nats.default_permissions ?? {}) : own;
};
