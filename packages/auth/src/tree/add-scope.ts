import { isDeepStrictEqual } from "node:util";
import type { UserScope } from "../claims/types/account.js";
import type { UserPermissionLimits } from "../claims/types/permissions.js";
import { AuthError } from "../errors/auth-error.js";
import { createAccount } from "../keys/create.js";
import type { KeyPair } from "../keys/key-pair.js";
import type { AccountKey } from "../keys/public-key.js";
import type { Store } from "../nsc/store.js";
import type { Added } from "./add-operator.js";
import { type SigningKeyEntry, storedKey } from "./add-signing-key.js";
import { assertSafeForUsers } from "./assert-safe-for-users.js";
import { readAccount, readOperator } from "./entry.js";
import { issueAccount } from "./issue.js";
import type { IssueOptions } from "./signers.js";
import { scopes, withSigningKey } from "./signing-keys.js";
import { soleOperator } from "./sole-operator.js";

/** Options of {@link addScope}. */
export interface AddScopeOptions extends IssueOptions {
  /** The operator's name. @default the only operator of the store */
  readonly operator?: string | undefined;
  /** The account's name. */
  readonly account: string;
  /** The role's name, unique in the account. */
  readonly role: string;
  /** Permissions and limits of whoever the key signs, with template functions such as `{{subject()}}`. */
  readonly template: UserPermissionLimits;
  /** What a person should know of it. */
  readonly description?: string | undefined;
  /** What to do when the role is there with another template. @default "refuse" */
  readonly ifDifferent?: "refuse" | "update" | undefined;
  /** The key, or only its public half when the seed lives elsewhere. @default a new one */
  readonly key?: KeyPair<AccountKey> | string | undefined;
}

/**
 * Adds a scoped signing key: whoever it signs gets the permissions of its template and no others, so a service that holds
 * it can't hand out more. A role that is there with the same template is found, not added.
 *
 * @throws AuthError `ERR_EXISTS` when the role has another template; `ERR_NOT_FOUND`, `ERR_NO_PRIVATE_KEY`;
 * `ERR_TEMPLATE` when the new template would be widened by the name or a tag of a user in the store.
 * @example
 * const { publicKey } = await addScope(store, {
 *   account: "KUBECON",
 *   role: "member",
 *   template: { pub: { allow: ["chat.>"] }, sub: { allow: ["_INBOX_{{subject()}}.>"] } },
 * });
 */
export async function addScope(
  store: Store,
  options: AddScopeOptions,
): Promise<Added<SigningKeyEntry>> {
  const operator = await readOperator(store, {
    operator: await soleOperator(store, options.operator),
  });
  const account = await readAccount(store, { ...operator.address, account: options.account });
  const known = scopes(account.claims).find(({ role }) => role === options.role);
  const key = known?.key ?? options.key ?? createAccount();
  const publicKey = await storedKey(store, key);
  const scope = scopeOf(publicKey, options);
  if (known && isDeepStrictEqual(known, scope)) return { ...account, publicKey, created: false };
  if (known && options.ifDifferent !== "update") {
    throw new AuthError(
      "ERR_EXISTS",
      `account ${options.account} has the role ${options.role} with another template; replace it (ifDifferent: "update", --update) or choose another name`,
    );
  }
  const claims = withSigningKey(account.claims, scope);
  await assertSafeForUsers(store, account, claims);
  const changed = { address: account.address, claims };
  const issued = await issueAccount(store, operator.claims, changed, options);
  return { ...issued, publicKey, created: known === undefined };
}

function scopeOf(key: string, { role, template, description = "" }: AddScopeOptions): UserScope {
  // A template without these three means no limit once loaded; Go writes them (`jwt: v2/signingkeys.go`).
  const limits = { subs: -1, data: -1, payload: -1 };
  return {
    kind: "user_scope",
    key,
    role,
    template: { pub: {}, sub: {}, ...limits, ...template },
    description,
  };
}
