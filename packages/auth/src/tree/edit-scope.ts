import type { AccountClaims, UserScope } from "../claims/types/account.js";
import { AuthError } from "../errors/auth-error.js";
import type { Store } from "../nsc/store.js";
import { editAccount } from "./edit-account.js";
import type { AccountEntry } from "./entry.js";
import type { IssueOptions } from "./signers.js";
import { keysNamed, scopes, withSigningKey } from "./signing-keys.js";

/** Options of {@link editScope}. */
export interface EditScopeOptions extends IssueOptions {
  /** The operator's name. @default the only operator of the store */
  readonly operator?: string | undefined;
  /** The account's name. */
  readonly account: string;
  /** The scope's role or public key; a role that is being rotated names both of its keys, and both are changed. */
  readonly scope: string;
  /** Returns the scope as it should be; its key stays. */
  readonly change: (scope: UserScope) => UserScope;
}

/**
 * Changes a scoped signing key and issues its account anew. Once the account is pushed, servers disconnect the users of the
 * scope, who come back with its new rights.
 *
 * @throws AuthError `ERR_NOT_FOUND` when the account has no such scope; `ERR_NO_PRIVATE_KEY`, `ERR_CLAIM_INVALID`,
 * `ERR_TEMPLATE`.
 * @example
 * await editScope(store, {
 *   account: "KUBECON",
 *   scope: "member",
 *   change: (scope) => ({ ...scope, template: { ...scope.template, subs: 100 } }),
 * });
 */
export async function editScope(
  store: Store,
  { scope: named, change, ...options }: EditScopeOptions,
): Promise<AccountEntry> {
  return editAccount(store, {
    ...options,
    change: (claims) => {
      const keys = keysNamed(claims, named);
      const changed = scopes(claims).filter(({ key }) => keys.includes(key));
      if (changed.length === 0) {
        throw new AuthError(
          "ERR_NOT_FOUND",
          `${named} is a key of account ${options.account} without a scope: what it signs has its own permissions`,
        );
      }
      const edited = changed.map((scope) => ({ ...change(scope), key: scope.key }));
      assertRoleFree(claims, edited);
      return edited.reduce(withSigningKey, claims);
    },
  });
}

/** Who signs by role must not get another one's rights. */
function assertRoleFree(account: AccountClaims, edited: readonly UserScope[]): void {
  const keys = edited.map(({ key }) => key);
  const others = scopes(account).filter(({ key }) => !keys.includes(key));
  const taken = others.find(({ role }) => role && edited.some((scope) => scope.role === role));
  if (taken === undefined) return;
  throw new AuthError(
    "ERR_EXISTS",
    `account ${account.name} has another scope with the role ${taken.role}; choose another name`,
  );
}
