import { AuthError } from "../../errors/auth-error.js";
import type { Store } from "../../nsc/store.js";
import { type AccountEntry, readAccount, readUser, type UserEntry } from "../entry.js";
import { issueAccount, issueUser } from "../issue.js";
import type { IssueOptions } from "../signers.js";
import { writeCreds } from "../write-creds.js";
import type { RotationPlan } from "./plan.js";

/** What was issued again. */
export interface Reissued {
  /** Accounts to push. */
  readonly accounts: readonly AccountEntry[];
  /** Users whose creds changed. */
  readonly users: readonly UserEntry[];
  /** Users whose seed is not in the store: give them their new token. */
  readonly withoutCreds: readonly UserEntry[];
}

/**
 * Second step of a rotation, once every server knows the new key: signs again what the old key signed, with the same rights,
 * and writes new creds.
 *
 * @throws AuthError `ERR_NO_PRIVATE_KEY` when the new key is not at hand.
 * @example
 * const { users } = await reissue(store, plan, newKey);
 */
export async function reissue(
  store: Store,
  { reissues }: RotationPlan,
  newKey: string,
  options: IssueOptions = {},
): Promise<Reissued> {
  const signer = (await options.signers?.(newKey)) ?? (await store.keys.get(newKey));
  if (signer === undefined) {
    throw new AuthError("ERR_NO_PRIVATE_KEY", `the seed of the new key ${newKey} is not at hand`);
  }
  const accounts: AccountEntry[] = [];
  const users: UserEntry[] = [];
  const withoutCreds: UserEntry[] = [];
  for (const { address } of reissues) {
    if ("user" in address) {
      const { claims } = await readUser(store, address);
      const user = await issueUser(store, address, claims, signer, options);
      const list = (await writeCreds(store, user)) ? users : withoutCreds;
      list.push(user);
    } else {
      const { claims } = await readAccount(store, address);
      accounts.push(await issueAccount(store, address, claims, signer, options));
    }
  }
  return { accounts, users, withoutCreds };
}
