import { AuthError } from "../errors/auth-error.js";
import { parsePublicKey } from "../keys/public-key.js";
import type { AccountAddress } from "../nsc/address.js";
import type { Store } from "../nsc/store.js";
import { readUser } from "../tree/entry.js";
import type { IssueLog } from "./issue-log.js";
import { EVERYONE } from "./revocation-list.js";

/** Who is revoked: a public key, a name, or everyone of the account. */
export type RevocationTarget =
  | { readonly publicKey: string }
  | { readonly name: string }
  | { readonly everyone: true };

/**
 * The keys of a revocation list that a target stands for. A name stands for every key that the store or the issue log knows
 * under it.
 *
 * @throws AuthError `ERR_NOT_FOUND` when nobody of that name is known; a key error when the key is not a user's in its one
 * canonical spelling, since another one would hit nobody.
 */
export async function selectKeys(
  store: Store,
  account: AccountAddress,
  target: RevocationTarget,
  log?: IssueLog,
): Promise<string[]> {
  if ("everyone" in target) return [EVERYONE];
  if ("publicKey" in target) return [parsePublicKey(target.publicKey, "user")];
  const keys = new Set<string>();
  if ((await store.list(account)).includes(target.name)) {
    keys.add((await readUser(store, { ...account, user: target.name })).claims.sub);
  }
  if (log) for await (const { publicKey } of log.records(target.name)) keys.add(publicKey);
  if (keys.size > 0) return [...keys].sort();
  throw new AuthError(
    "ERR_NOT_FOUND",
    `nobody named ${JSON.stringify(target.name)} is in account ${account.account}${log ? " or in the issue log" : "; give the issue log, or the public key"}`,
  );
}
