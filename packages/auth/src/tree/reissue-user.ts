import type { Permission } from "../claims/types/permissions.js";
import type { UserClaims } from "../claims/types/user.js";
import { AuthError } from "../errors/auth-error.js";
import { createUser } from "../keys/create.js";
import type { KeyPair } from "../keys/key-pair.js";
import { parsePublicKey, type UserKey } from "../keys/public-key.js";
import { formatAddress } from "../nsc/address.js";
import type { Store } from "../nsc/store.js";
import { revoke } from "../revocation/revoke.js";
import { type AccountEntry, readAccount, readUser, type UserEntry } from "./entry.js";
import { issue } from "./issue.js";
import { readTree } from "./read-tree.js";
import type { IssueOptions } from "./signers.js";
import { soleOperator } from "./sole-operator.js";
import { userSigner } from "./user-signer.js";
import { writeCreds } from "./write-creds.js";

/** Options of {@link reissueUser}. */
export interface ReissueUserOptions extends IssueOptions {
  /** The operator's name. @default the only operator of the store */
  readonly operator?: string | undefined;
  /** The account's name. */
  readonly account: string;
  /** The user's name. */
  readonly user: string;
  /** The user's new key, or only its public half when the user made it. @default a new one */
  readonly key?: KeyPair<UserKey> | string | undefined;
  /** Revokes the old key, whose seed is removed: its creds are refused as soon as the account is pushed. @default false */
  readonly revokeOld?: boolean | undefined;
}

/** A user under a new key. */
export interface ReissuedUser {
  readonly user: UserEntry;
  /** The key that the user had; its creds are good until they expire or it is revoked. */
  readonly oldKey: UserKey;
  /** The account with the revocation, to be pushed once the new creds are where they are used; only with `revokeOld`. */
  readonly account: AccountEntry | undefined;
  /** Others whose claims name the old key, for example in a permission; they are not changed. */
  readonly mentionedBy: readonly string[];
}

/**
 * Issues a user anew under a new key, with the same rights and signed by the key that signed it before, and writes its creds.
 * Subjects in its own permissions that hold the old key, such as a private inbox, hold the new one.
 *
 * @throws AuthError `ERR_NOT_FOUND`, `ERR_NO_PRIVATE_KEY`, `ERR_KEY_KIND`; `ERR_EXISTS` when the key given is the old one.
 * @example
 * const { user, account } = await reissueUser(store, { account: "KUBECON", user: "wally", revokeOld: true });
 */
export async function reissueUser(
  store: Store,
  options: ReissueUserOptions,
): Promise<ReissuedUser> {
  const operator = await soleOperator(store, options.operator);
  const account = await readAccount(store, { operator, account: options.account });
  const known = await readUser(store, { ...account.address, user: options.user });
  const { address, claims } = known;
  const oldKey = parsePublicKey(claims.sub, "user");
  const signer = await userSigner(store, account.claims, known, options);
  const key = options.key ?? createUser();
  const newKey = parsePublicKey(typeof key === "string" ? key : key.getPublicKey(), "user");
  if (newKey === oldKey) throw new AuthError("ERR_EXISTS", `${oldKey} is the key to be replaced`);
  // First, so that after an interruption the next run still knows which key to revoke.
  const revoked = options.revokeOld
    ? await revoke(store, { ...options, operator, target: { publicKey: oldKey } })
    : undefined;
  if (typeof key !== "string") await store.keys.put(key);
  const renamed = { address, claims: withKey(claims, oldKey, newKey, account.claims.sub) };
  const user = await issue(store, "user", renamed, signer, options);
  if (!(await writeCreds(store, user))) await store.creds.remove(address);
  if (options.revokeOld) await store.keys.remove(oldKey);
  const mentionedBy = await mentions(store, operator, oldKey);
  return { user, oldKey, account: revoked?.entry, mentionedBy };
}

function withKey(claims: UserClaims, oldKey: string, newKey: UserKey, account: string): UserClaims {
  const { pub, sub } = claims.nats;
  const replaced = (permission: Permission): Permission => ({
    ...permission,
    ...(permission.allow && { allow: permission.allow.map(withNewKey) }),
    ...(permission.deny && { deny: permission.deny.map(withNewKey) }),
  });
  const withNewKey = (subject: string) => subject.replaceAll(oldKey, newKey);
  return {
    ...claims,
    sub: newKey,
    nats: {
      ...claims.nats,
      issuer_account: account,
      ...(pub && { pub: replaced(pub) }),
      ...(sub && { sub: replaced(sub) }),
    },
  };
}

async function mentions(store: Store, operator: string, key: string): Promise<string[]> {
  const { accounts } = await readTree(store, operator);
  return accounts.flatMap(({ address, claims, users }) => {
    // That a revocation names it is as it should be.
    const { revocations: _revocations, ...nats } = claims.nats;
    return [
      { address, nats },
      ...users.map((user) => ({ address: user.address, nats: user.claims.nats })),
    ]
      .filter((entity) => JSON.stringify(entity.nats, asText).includes(key))
      .map((entity) => formatAddress(entity.address));
  });
}

function asText(_member: string, value: unknown): unknown {
  return typeof value === "bigint" ? value.toString() : value;
}
