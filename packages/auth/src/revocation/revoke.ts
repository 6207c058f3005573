import type { Store } from "../nsc/store.js";
import { type AccountEntry, readAccount, readOperator } from "../tree/entry.js";
import { issueAccount } from "../tree/issue.js";
import type { IssueOptions } from "../tree/signers.js";
import { soleOperator } from "../tree/sole-operator.js";
import type { IssueLog } from "./issue-log.js";
import { compact, type RevocationList, withRevoked } from "./revocation-list.js";
import { type RevocationTarget, selectKeys } from "./select-keys.js";

/** Options of {@link revoke}. */
export interface RevokeOptions extends IssueOptions {
  /** The operator's name. @default the only operator of the store */
  readonly operator?: string | undefined;
  /** The account's name. */
  readonly account: string;
  /** Who is revoked. */
  readonly target: RevocationTarget;
  /** What was issued at this second or before is dead, in Unix seconds. @default now, or the last issue known */
  readonly at?: number | undefined;
  /** Where users are looked up by name that are in no store. */
  readonly log?: IssueLog | undefined;
}

/** An account with a revocation; nothing is revoked before the servers have it. */
export interface Revoked {
  readonly entry: AccountEntry;
  /** The revoked public keys, or `*`. */
  readonly keys: readonly string[];
  /** In Unix seconds; issue replacements a second later or more. */
  readonly at: number;
}

/**
 * Revokes users of an account by key, by name, or all at once, and issues the account anew; entries that one for everyone
 * covers are dropped. Push it (`push`), or use `revokeAndConfirm` to see the connections close.
 *
 * @throws AuthError `ERR_NOT_FOUND`, `ERR_NO_PRIVATE_KEY`.
 * @example
 * const { entry } = await revoke(store, { account: "KUBECON", target: { name: "mallory" } });
 */
export async function revoke(store: Store, options: RevokeOptions): Promise<Revoked> {
  const now = options.now ?? (() => Math.floor(Date.now() / 1000));
  const operator = await readOperator(store, {
    operator: await soleOperator(store, options.operator),
  });
  const account = await readAccount(store, { ...operator.address, account: options.account });
  const selected = await selectKeys(store, account.address, options.target, options.log);
  // Several issues within a second are spread over the following ones, so a token may be newer than the clock.
  const at = options.at ?? Math.max(now(), ...selected.map(({ lastIssuedAt }) => lastIssuedAt));
  const keys = selected.map(({ key }) => key);
  const list = keys.reduce<RevocationList>(
    (revocations, key) => withRevoked(revocations, key, at),
    account.claims.nats.revocations ?? {},
  );
  const claims = {
    ...account.claims,
    nats: { ...account.claims.nats, revocations: compact(list).list },
  };
  const changed = { address: account.address, claims };
  return { entry: await issueAccount(store, operator.claims, changed, options), keys, at };
}
