import { AuthError } from "../../errors/auth-error.js";
import type { Signer } from "../../keys/signer.js";
import type { Store } from "../../nsc/store.js";
import {
  type AccountEntry,
  type OperatorEntry,
  readAccount,
  readOperator,
  readUser,
  type UserEntry,
} from "../entry.js";
import { issue } from "../issue.js";
import { type IssueOptions, keySigner, operatorSigner } from "../signers.js";
import { keyOf, scopes } from "../signing-keys.js";
import { writeCreds } from "../write-creds.js";
import type { RotationPlan } from "./plan.js";
import type { AccountTarget } from "./target.js";

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
 * and writes new creds. When it was interrupted, a new plan holds what is left.
 *
 * @throws AuthError `ERR_NO_PRIVATE_KEY` when the new key is not at hand; `ERR_TRUST` when it is not the one that was
 * introduced: servers would refuse what it signs, or grant other rights.
 * @example
 * const { users } = await reissue(store, plan, newKey);
 */
export async function reissue(
  store: Store,
  { operator, target, reissues }: RotationPlan,
  newKey: string,
  options: IssueOptions = {},
): Promise<Reissued> {
  const current = await readOperator(store, operator);
  const signer =
    "account" in target
      ? await userSignerOf(store, target, newKey, options)
      : await accountSignerOf(store, current, newKey, options);
  const accounts: AccountEntry[] = [];
  const users: UserEntry[] = [];
  const withoutCreds: UserEntry[] = [];
  for (const { address } of reissues) {
    if ("user" in address) {
      const known = await readUser(store, address);
      const user = await issue(store, "user", known, signer, options);
      const list = (await writeCreds(store, user)) ? users : withoutCreds;
      list.push(user);
    } else {
      const known = await readAccount(store, address);
      accounts.push(await issue(store, "account", known, signer, options));
    }
  }
  return { accounts, users, withoutCreds };
}

async function accountSignerOf(
  store: Store,
  { claims }: OperatorEntry,
  newKey: string,
  options: IssueOptions,
): Promise<Signer> {
  const { signing_keys: keys = [], strict_signing_key_usage: strict } = claims.nats;
  if (keys.includes(newKey)) return keySigner(store, newKey, options);
  if (claims.sub !== newKey) throw stranger(newKey, `operator ${claims.name}`);
  // A strict operator's identity signs no accounts.
  return strict ? operatorSigner(store, claims, options) : keySigner(store, newKey, options);
}

async function userSignerOf(
  store: Store,
  { account: { address }, key }: AccountTarget,
  newKey: string,
  options: IssueOptions,
): Promise<Signer> {
  const { claims } = await readAccount(store, address);
  const isKnown = claims.nats.signing_keys?.some((entry) => keyOf(entry) === newKey);
  const roleOf = (wanted: string) => scopes(claims).find((scope) => scope.key === wanted)?.role;
  // Another role would give the users other rights, and an unscoped key would leave them none.
  if (!isKnown || roleOf(newKey) !== roleOf(key)) {
    throw stranger(newKey, `account ${address.account}`);
  }
  return keySigner(store, newKey, options);
}

function stranger(key: string, owner: string): AuthError {
  return new AuthError(
    "ERR_TRUST",
    `${key} is no key of ${owner} that can take the old one's place; give the one that was introduced`,
  );
}
