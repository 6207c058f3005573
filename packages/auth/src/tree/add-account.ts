import { newAccountClaims } from "../claims/build/account.js";
import type { AccountClaims, AccountLimits, AccountNats } from "../claims/types/account.js";
import { createAccount } from "../keys/create.js";
import type { KeyPair } from "../keys/key-pair.js";
import type { AccountKey } from "../keys/public-key.js";
import type { Store } from "../nsc/store.js";
import type { Added } from "./add-operator.js";
import { type AccountEntry, readAccount, readOperator } from "./entry.js";
import { issue } from "./issue.js";
import { type IssueOptions, operatorSigner } from "./signers.js";
import { soleOperator } from "./sole-operator.js";

/** Options of {@link addAccount}. */
export interface AddAccountOptions extends IssueOptions {
  /** The operator's name. @default the only operator of the store */
  readonly operator?: string | undefined;
  /** The account's name; also its directory. */
  readonly name: string;
  /** When it stops being valid, in Unix seconds. @default never */
  readonly expiresAt?: number | undefined;
  /** When it starts being valid, in Unix seconds. @default at once */
  readonly notBefore?: number | undefined;
  /** What a person should know of it. */
  readonly description?: string | undefined;
  /** JetStream storage in bytes; -1 for no limit. @default off */
  readonly jetstream?: { readonly memory?: number; readonly disk?: number } | undefined;
  /** Other limits; -1 for none. @default no limits, without JetStream */
  readonly limits?: AccountLimits | undefined;
  /** What else its claim says: default permissions, mappings, tags … */
  readonly nats?: AccountNats | undefined;
  /** The account's key. @default a new one */
  readonly keyPair?: KeyPair<AccountKey> | undefined;
}

/**
 * Makes an account, or finds the one that is there. Under a strict operator it gets an unscoped signing key at once, since
 * its identity key may sign nobody there.
 *
 * @throws AuthError `ERR_NOT_FOUND`, `ERR_NO_PRIVATE_KEY`, `ERR_NAME`.
 * @example
 * const account = await addAccount(store, { name: "KUBECON" });
 */
export async function addAccount(
  store: Store,
  options: AddAccountOptions,
): Promise<Added<AccountEntry>> {
  const operator = await readOperator(store, {
    operator: await soleOperator(store, options.operator),
  });
  const address = { ...operator.address, account: options.name };
  if (await store.read(address)) {
    return { ...(await readAccount(store, address)), created: false };
  }
  // Found before a seed is stored, so that a failure leaves none behind.
  const signer = await operatorSigner(store, operator.claims, options);
  const identity = options.keyPair ?? createAccount();
  await store.keys.put(identity);
  const signing = operator.claims.nats.strict_signing_key_usage ? createAccount() : undefined;
  if (signing) await store.keys.put(signing);
  const claims = accountClaims(identity.publicKey, signing?.publicKey, options);
  const account = await issue(store, "account", { address, claims }, signer, options);
  return { ...account, created: true };
}

function accountClaims(
  publicKey: AccountKey,
  signingKey: AccountKey | undefined,
  { name, expiresAt, notBefore, description, jetstream, limits, nats }: AddAccountOptions,
): AccountClaims {
  const storage = { mem_storage: jetstream?.memory ?? 0, disk_storage: jetstream?.disk ?? 0 };
  return newAccountClaims(publicKey, {
    name,
    exp: expiresAt,
    nbf: notBefore,
    nats: {
      ...nats,
      limits: { ...storage, ...nats?.limits, ...limits },
      ...(description && { description }),
      ...(signingKey && { signing_keys: [signingKey] }),
    },
  });
}
