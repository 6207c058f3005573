import { newOperatorClaims } from "../claims/build/operator.js";
import { createOperator } from "../keys/create.js";
import type { KeyPair } from "../keys/key-pair.js";
import type { OperatorKey } from "../keys/public-key.js";
import type { OperatorAddress } from "../nsc/address.js";
import type { Store } from "../nsc/store.js";
import { editOperator } from "./edit-operator.js";
import { type OperatorEntry, readOperator } from "./entry.js";
import { issueOperator } from "./issue.js";
import type { IssueOptions } from "./signers.js";
import { addSystemAccount } from "./system-account.js";

/** Options of {@link addOperator}. */
export interface AddOperatorOptions extends IssueOptions {
  /** The operator's name; also its directory. */
  readonly name: string;
  /** The name of the system account made with it, or `false` for none. @default "SYS" */
  readonly systemAccount?: string | false | undefined;
  /**
   * Whether identity keys may only sign their own claim, so that they can lie in a safe: servers then refuse accounts
   * and users that an identity key signed. @default true
   */
  readonly strict?: boolean | undefined;
  /** When it stops being valid, in Unix seconds. @default never */
  readonly expiresAt?: number | undefined;
  /** When it starts being valid, in Unix seconds. @default at once */
  readonly notBefore?: number | undefined;
  /** The operator's key. @default a new one */
  readonly keyPair?: KeyPair<OperatorKey> | undefined;
}

/** What an add action found or made. */
export type Added<Entry> = Entry & {
  /** False when it was there already; then nothing was changed. */
  readonly created: boolean;
};

/**
 * Makes an operator with a signing key and a system account, or finds the one that is there; one that an
 * interrupted run left without its system account gets it now.
 *
 * @throws AuthError `ERR_NAME`; `ERR_NO_PRIVATE_KEY` with an outside signer.
 * @example
 * const store = await createStore(".kchat");
 * const operator = await addOperator(store, { name: "KO" });
 */
export async function addOperator(
  store: Store,
  options: AddOperatorOptions,
): Promise<Added<OperatorEntry>> {
  const { name, systemAccount = "SYS" } = options;
  const address = { operator: name };
  const created = (await store.read(address)) === undefined;
  const operator = created
    ? await issueNew(store, address, options)
    : await readOperator(store, address);
  const isDone = systemAccount === false || operator.claims.nats.system_account !== undefined;
  if (isDone) return { ...operator, created };
  const { claims: system } = await addSystemAccount(store, operator, systemAccount, options);
  const completed = await editOperator(store, {
    ...options,
    operator: name,
    change: (claims) => ({ ...claims, nats: { ...claims.nats, system_account: system.sub } }),
  });
  return { ...completed, created };
}

async function issueNew(
  store: Store,
  address: OperatorAddress,
  options: AddOperatorOptions,
): Promise<OperatorEntry> {
  const {
    name,
    strict = true,
    expiresAt,
    notBefore,
    keyPair: identity = createOperator(),
  } = options;
  const signing = createOperator();
  await store.keys.put(identity);
  await store.keys.put(signing);
  const claims = newOperatorClaims(identity.publicKey, {
    name,
    exp: expiresAt,
    nbf: notBefore,
    nats: {
      signing_keys: [signing.publicKey],
      ...(strict && { strict_signing_key_usage: true }),
    },
  });
  return issueOperator(store, address, claims, options);
}
