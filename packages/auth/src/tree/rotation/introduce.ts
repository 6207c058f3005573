import type { AccountSigningKey } from "../../claims/types/account.js";
import type { OperatorClaims } from "../../claims/types/operator.js";
import { AuthError } from "../../errors/auth-error.js";
import { createAccount, createOperator } from "../../keys/create.js";
import type { KeyPair } from "../../keys/key-pair.js";
import { type OperatorKey, parsePublicKey } from "../../keys/public-key.js";
import type { Store } from "../../nsc/store.js";
import { type AccountEntry, type OperatorEntry, readAccount, readOperator } from "../entry.js";
import { issueAccount, issueOperator } from "../issue.js";
import type { IssueOptions } from "../signers.js";
import { keyOf, withSigningKey } from "../signing-keys.js";
import type { RotationPlan } from "./plan.js";
import type { OperatorTarget } from "./target.js";

/** Options of {@link introduceKey}. */
export interface IntroduceOptions extends IssueOptions {
  /** The new key, or only its public half when its seed lives elsewhere; `signers` then signs for it. @default a new one */
  readonly key?: KeyPair | string | undefined;
}

/** The entity that now has both keys. */
export interface Introduced {
  /** The new key's public key; its seed is in the store, unless it lives elsewhere. */
  readonly newKey: string;
  /** What must reach the servers before the new key may sign. */
  readonly entry: OperatorEntry | AccountEntry;
}

/**
 * First step of a rotation: a new key beside the old one, with the same role and template when it is a scope; for an operator's
 * identity key a new identity, beside which the old one goes on as a signing key unless the plan drops it.
 *
 * @throws AuthError `ERR_NO_PRIVATE_KEY` when the key that signs the entity is not at hand; `ERR_NOT_FOUND` when the old
 * key was replaced or removed since the plan was made; `ERR_KEY_KIND`; `ERR_EXISTS` when the key given is the old one.
 * @example
 * const { newKey, entry } = await introduceKey(store, plan);
 * await push(connection, { operator: operator.token, accounts: [entry.token] });
 */
export async function introduceKey(
  store: Store,
  { operator, target }: RotationPlan,
  options: IntroduceOptions = {},
): Promise<Introduced> {
  const { address, claims } = await readOperator(store, operator);
  if (target.kind === "operator identity" || target.kind === "operator signing key") {
    assertStillThere(claims, target);
    const fresh = await newKey("operator", store, target.key, options.key ?? createOperator());
    const entry = await issueOperator(store, address, introduced(claims, target, fresh), options);
    return { newKey: fresh, entry };
  }
  const account = await readAccount(store, target.account.address);
  const replaced = entryOf(account, target.key);
  const fresh = await newKey("account", store, target.key, options.key ?? createAccount());
  const added = typeof replaced === "string" ? fresh : { ...replaced, key: fresh };
  const changed = { address: account.address, claims: withSigningKey(account.claims, added) };
  return { newKey: fresh, entry: await issueAccount(store, claims, changed, options) };
}

async function newKey<Kind extends "operator" | "account">(
  kind: Kind,
  store: Store,
  old: string,
  key: KeyPair | string,
) {
  const publicKey = parsePublicKey(typeof key === "string" ? key : key.getPublicKey(), kind);
  if (publicKey === old) throw new AuthError("ERR_EXISTS", `${old} is the key to be replaced`);
  if (typeof key !== "string") await store.keys.put(key);
  return publicKey;
}

function assertStillThere(
  { name, sub, nats }: OperatorClaims,
  { kind, key }: OperatorTarget,
): void {
  const isThere =
    kind === "operator identity" ? sub === key : nats.signing_keys?.some((known) => known === key);
  if (isThere) return;
  throw new AuthError(
    "ERR_NOT_FOUND",
    kind === "operator identity"
      ? `operator ${name} has the identity key ${sub} by now, not ${key}; go on with the next step, or plan anew`
      : `operator ${name} no longer has the signing key ${key}`,
  );
}

function introduced(
  claims: OperatorClaims,
  target: OperatorTarget,
  fresh: OperatorKey,
): OperatorClaims {
  const known = (claims.nats.signing_keys ?? []).filter((key) => key !== fresh);
  if (target.kind === "operator signing key") {
    return { ...claims, nats: { ...claims.nats, signing_keys: [...known, fresh] } };
  }
  const kept = target.oldKey === "signing key" ? [...known, claims.sub] : known;
  return { ...claims, sub: fresh, nats: { ...claims.nats, signing_keys: kept } };
}

function entryOf({ claims }: AccountEntry, old: string): AccountSigningKey {
  const found = claims.nats.signing_keys?.find((entry) => keyOf(entry) === old);
  if (found !== undefined) return found;
  throw new AuthError(
    "ERR_NOT_FOUND",
    `account ${claims.name} no longer has the signing key ${old}`,
  );
}
