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

/** A key of a revocation list. */
export interface SelectedKey {
  /** A user's public key, or `*`. */
  readonly key: string;
  /** The latest issue for it that is known, in Unix seconds; 0 when none is. */
  readonly lastIssuedAt: number;
}

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
): Promise<SelectedKey[]> {
  const known = await knownIssues(store, account, log);
  const latest = (issues: readonly Issue[]) =>
    issues.reduce((last, { issuedAt }) => Math.max(last, issuedAt), 0);
  if ("everyone" in target) return [{ key: EVERYONE, lastIssuedAt: latest(known) }];
  if ("publicKey" in target) {
    const key = parsePublicKey(target.publicKey, "user");
    return [{ key, lastIssuedAt: latest(known.filter(({ publicKey }) => publicKey === key)) }];
  }
  const issues = known.filter(({ names }) => names.includes(target.name));
  const keys = new Set(issues.map(({ publicKey }) => publicKey));
  if (keys.size > 0) {
    return [...keys].sort().map((key) => ({
      key,
      lastIssuedAt: latest(known.filter(({ publicKey }) => publicKey === key)),
    }));
  }
  throw new AuthError(
    "ERR_NOT_FOUND",
    `nobody named ${JSON.stringify(target.name)} is in account ${account.account}${log ? " or in the issue log" : "; give the issue log, or the public key"}`,
  );
}

interface Issue {
  /** The name of the token and, in a store, that of its file. */
  readonly names: readonly string[];
  readonly publicKey: string;
  readonly issuedAt: number;
}

async function knownIssues(
  store: Store,
  account: AccountAddress,
  log: IssueLog | undefined,
): Promise<Issue[]> {
  const issues: Issue[] = [];
  for (const user of await store.list(account)) {
    const { claims } = await readUser(store, { ...account, user });
    const { sub: publicKey, iat: issuedAt = 0, name = user } = claims;
    issues.push({ names: [user, name], publicKey, issuedAt });
  }
  if (log === undefined) return issues;
  for await (const { name, publicKey, issuedAt } of log.records()) {
    issues.push({ names: [name], publicKey, issuedAt });
  }
  return issues;
}
