import type { AccountClaims } from "../claims/types/account.js";
import type { OperatorClaims } from "../claims/types/operator.js";
import { AuthError } from "../errors/auth-error.js";
import type { Signer } from "../keys/signer.js";
import type { Store } from "../nsc/store.js";
import type { ValidateOptions } from "../validation/validate.js";
import { keysNamed, plainKeys } from "./signing-keys.js";

/** Finds what signs for a public key: the store's key ring by default, or a KMS, an HSM, an agent. */
export type SignerSource = (publicKey: string) => Promise<Signer | undefined>;

/** What every action that issues a token takes. */
export interface IssueOptions {
  /** The current time in Unix seconds. @default the system's clock */
  readonly now?: (() => number) | undefined;
  /** Where signatures come from; where it has none, the seeds of the store. @default the seeds of the store */
  readonly signers?: SignerSource | undefined;
  /** Rules of the stricter profile that may be broken, or `off` for all; see `StrictRuleId`. @default [] */
  readonly disable?: ValidateOptions["disable"];
}

/** Signs for an operator itself: its identity key. */
export function operatorIdentity(store: Store, operator: OperatorClaims, options: IssueOptions) {
  return firstAvailable(store, [operator.sub], options, `operator ${operator.name}`);
}

/**
 * Signs an operator's accounts: a signing key, or the identity key where the operator is not strict.
 *
 * @throws AuthError `ERR_NO_PRIVATE_KEY`.
 */
export function operatorSigner(store: Store, operator: OperatorClaims, options: IssueOptions) {
  const { signing_keys: keys = [], strict_signing_key_usage: strict } = operator.nats;
  const candidates = strict ? keys : [...keys, operator.sub];
  return firstAvailable(store, candidates, options, `accounts of operator ${operator.name}`);
}

/**
 * Signs an account's users: an unscoped signing key, or the identity key where the operator is not strict.
 *
 * @throws AuthError `ERR_NO_PRIVATE_KEY`.
 */
export function accountSigner(
  store: Store,
  operator: OperatorClaims,
  account: AccountClaims,
  options: IssueOptions,
) {
  const keys = plainKeys(account);
  const candidates = operator.nats.strict_signing_key_usage ? keys : [...keys, account.sub];
  return firstAvailable(store, candidates, options, `users of account ${account.name}`);
}

/** Signs with one of an account's signing keys, named by its role or its public key. */
export function accountKey(
  store: Store,
  account: AccountClaims,
  roleOrKey: string,
  options: IssueOptions,
) {
  const candidates = keysNamed(account, roleOrKey);
  return firstAvailable(store, candidates, options, `users of account ${account.name}`);
}

/** Signs with this very key. */
export function keySigner(store: Store, publicKey: string, options: IssueOptions) {
  return firstAvailable(store, [publicKey], options, "what the old key signed");
}

async function firstAvailable(
  store: Store,
  candidates: readonly string[],
  { signers }: IssueOptions,
  what: string,
): Promise<Signer> {
  for (const publicKey of candidates) {
    const signer = (await signers?.(publicKey)) ?? (await store.keys.get(publicKey));
    if (signer) return signer;
  }
  const wanted =
    candidates.length === 0 ? "there is no signing key" : `tried ${candidates.join(", ")}`;
  throw new AuthError(
    "ERR_NO_PRIVATE_KEY",
    `no key at hand may sign ${what} (${wanted}); add a signing key, or give a signer that holds one`,
  );
}
