import { createAccount } from "../keys/create.js";
import type { KeyPair } from "../keys/key-pair.js";
import { type AccountKey, parsePublicKey } from "../keys/public-key.js";
import type { Store } from "../nsc/store.js";
import type { Added } from "./add-operator.js";
import { type AccountEntry, readAccount, readOperator } from "./entry.js";
import { issueAccount } from "./issue.js";
import type { IssueOptions } from "./signers.js";
import { withSigningKey } from "./signing-keys.js";
import { soleOperator } from "./sole-operator.js";

/** Options of {@link addSigningKey}. */
export interface AddSigningKeyOptions extends IssueOptions {
  /** The operator's name. @default the only operator of the store */
  readonly operator?: string | undefined;
  /** The account's name. */
  readonly account: string;
  /** The key, or only its public half when the seed lives elsewhere. @default a new one */
  readonly key?: KeyPair<AccountKey> | string | undefined;
}

/** An account with the signing key that was added or found. */
export type SigningKeyEntry = AccountEntry & { readonly publicKey: AccountKey };

/**
 * Adds an unscoped signing key to an account: what it signs has whatever permissions its token says. Prefer a scope
 * (`addScope`) for a key that a service holds.
 *
 * @throws AuthError `ERR_NOT_FOUND`, `ERR_NO_PRIVATE_KEY`, `ERR_KEY_KIND` when `key` is not an account's key.
 * @example
 * const { publicKey } = await addSigningKey(store, { account: "KUBECON" });
 */
export async function addSigningKey(
  store: Store,
  options: AddSigningKeyOptions,
): Promise<Added<SigningKeyEntry>> {
  const operator = await readOperator(store, {
    operator: await soleOperator(store, options.operator),
  });
  const account = await readAccount(store, { ...operator.address, account: options.account });
  const publicKey = await storedKey(store, options.key ?? createAccount());
  if (account.claims.nats.signing_keys?.includes(publicKey)) {
    return { ...account, publicKey, created: false };
  }
  const claims = withSigningKey(account.claims, publicKey);
  const changed = { address: account.address, claims };
  const issued = await issueAccount(store, operator.claims, changed, options);
  return { ...issued, publicKey, created: true };
}

/** Puts a seed into the store where there is one, and checks that it is an account's. */
export async function storedKey(
  store: Store,
  key: KeyPair<AccountKey> | string,
): Promise<AccountKey> {
  if (typeof key === "string") return parsePublicKey(key, "account");
  const publicKey = parsePublicKey(key.publicKey, "account");
  await store.keys.put(key);
  return publicKey;
}
