import { newUserClaims } from "../claims/build/user.js";
import type { AccountClaims } from "../claims/types/account.js";
import type { UserPermissionLimits } from "../claims/types/permissions.js";
import type { UserClaims } from "../claims/types/user.js";
import { AuthError } from "../errors/auth-error.js";
import { createUser } from "../keys/create.js";
import type { KeyPair } from "../keys/key-pair.js";
import { parsePublicKey, type UserKey } from "../keys/public-key.js";
import type { Store } from "../nsc/store.js";
import { assertSafeScope } from "../scopes/assert-safe.js";
import { scopeUserOf } from "../scopes/scope-user.js";
import type { Added } from "./add-operator.js";
import { readAccount, readOperator, readUser, type UserEntry } from "./entry.js";
import { issue } from "./issue.js";
import { accountKey, accountSigner, type IssueOptions } from "./signers.js";
import { scopes } from "./signing-keys.js";
import { soleOperator } from "./sole-operator.js";
import { writeCreds } from "./write-creds.js";

/** Options of {@link addUser}. */
export interface AddUserOptions extends IssueOptions {
  /** The operator's name. @default the only operator of the store */
  readonly operator?: string | undefined;
  /** The account's name. */
  readonly account: string;
  /** The user's name; also its file. */
  readonly name: string;
  /** Which of the account's signing keys signs: a role or a public key. @default an unscoped one */
  readonly signWith?: string | undefined;
  /** Permissions and limits; must be left out when a scoped key signs. */
  readonly permissions?: UserPermissionLimits | undefined;
  /** When it stops being valid, in Unix seconds. @default never */
  readonly expiresAt?: number | undefined;
  /** When it starts being valid, in Unix seconds. @default at once */
  readonly notBefore?: number | undefined;
  /** Tags, as `key:value`, lower case. */
  readonly tags?: readonly string[] | undefined;
  /** The user's key, or only its public half when the user made it. @default a new one */
  readonly key?: KeyPair<UserKey> | string | undefined;
}

/**
 * Makes a user and its creds file, or finds the one that is there. With only a public key there are no creds: the seed
 * stays where it was made.
 *
 * @throws AuthError `ERR_NOT_FOUND`, `ERR_NO_PRIVATE_KEY`, `ERR_NAME`; `ERR_SCOPED_USER`
 * for permissions under a scope; `ERR_TEMPLATE` when the name or a tag would widen the scope.
 * @example
 * await addUser(store, {
 *   account: "KUBECON",
 *   name: "chat-access",
 *   permissions: { sub: { allow: ["chat.req.access"] }, resp: { max: 1, ttl: 5_000_000_000 } },
 * });
 */
export async function addUser(store: Store, options: AddUserOptions): Promise<Added<UserEntry>> {
  const operator = await readOperator(store, {
    operator: await soleOperator(store, options.operator),
  });
  const account = await readAccount(store, { ...operator.address, account: options.account });
  const address = { ...account.address, user: options.name };
  if (await store.read(address)) {
    const found = await readUser(store, address);
    // An interrupted run may have left the token without its creds.
    if ((await store.creds.read(address)) === undefined) await writeCreds(store, found);
    return { ...found, created: false };
  }
  const signer = options.signWith
    ? await accountKey(store, account.claims, options.signWith, options)
    : await accountSigner(store, operator.claims, account.claims, options);
  const key = options.key ?? createUser();
  const publicKey = parsePublicKey(typeof key === "string" ? key : key.getPublicKey(), "user");
  const scope = scopes(account.claims).find((known) => known.key === signer.publicKey);
  const claims = userClaims(publicKey, account.claims, scope !== undefined, options);
  if (scope) assertSafeScope(scope.template, scopeUserOf(claims, account.claims));
  if (typeof key !== "string") await store.keys.put(key);
  const user = await issue(store, "user", { address, claims }, signer, options);
  await writeCreds(store, user);
  return { ...user, created: true };
}

function userClaims(
  publicKey: UserKey,
  account: AccountClaims,
  isScoped: boolean,
  { name, permissions = {}, tags, expiresAt, notBefore }: AddUserOptions,
): UserClaims {
  if (isScoped && Object.keys(permissions).length > 0) {
    throw new AuthError(
      "ERR_SCOPED_USER",
      `user ${name} gets its permissions from the scope that signs it; leave out ${Object.keys(permissions).join(", ")}`,
    );
  }
  const claims = newUserClaims(publicKey, {
    name,
    exp: expiresAt,
    nbf: notBefore,
    nats: { ...permissions, issuer_account: account.sub, ...(tags && { tags }) },
  });
  if (!isScoped) return claims;
  // Under a scope even the usual "no limit" defaults count as permissions of the user's own (`jwt: HasEmptyPermissions`).
  const { subs: _subs, data: _data, payload: _payload, ...nats } = claims.nats;
  return { ...claims, nats };
}
