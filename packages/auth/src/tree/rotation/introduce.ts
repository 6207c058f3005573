import type { OperatorClaims } from "../../claims/types/operator.js";
import { AuthError } from "../../errors/auth-error.js";
import { createAccount, createOperator } from "../../keys/create.js";
import type { Store } from "../../nsc/store.js";
import { type AccountEntry, type OperatorEntry, readAccount, readOperator } from "../entry.js";
import { issueAccount, issueOperator } from "../issue.js";
import { type IssueOptions, operatorIdentity, operatorSigner } from "../signers.js";
import { scopes, withSigningKey } from "../signing-keys.js";
import type { RotationPlan } from "./plan.js";

/** The entity that now has both keys. */
export interface Introduced {
  /** The new signing key's public key; its seed is in the store. */
  readonly newKey: string;
  /** What must reach the servers before the new key may sign. */
  readonly entry: OperatorEntry | AccountEntry;
}

/**
 * First step of a rotation: a new signing key beside the old one, with the same role and template when it is a scope.
 *
 * @throws AuthError `ERR_NO_PRIVATE_KEY` when the key that signs the entity is not at hand; `ERR_NOT_FOUND` when the old
 * key was removed since the plan was made.
 * @example
 * const { newKey, entry } = await introduceKey(store, plan);
 * await push(connection, { operator: operator.token, accounts: [entry.token] });
 */
export async function introduceKey(
  store: Store,
  { operator, target }: RotationPlan,
  options: IssueOptions = {},
): Promise<Introduced> {
  const current = await readOperator(store, operator);
  if (target.kind === "operator signing key") {
    const fresh = createOperator();
    await store.keys.put(fresh);
    const claims = withOperatorKey(current.claims, fresh.publicKey);
    const signer = await operatorIdentity(store, current.claims, options);
    const entry = await issueOperator(store, current.address, claims, signer, options);
    return { newKey: fresh.publicKey, entry };
  }
  const account = await readAccount(store, target.account.address);
  const fresh = createAccount();
  const replaced = sameKey(account, target.key, fresh.publicKey);
  await store.keys.put(fresh);
  const claims = withSigningKey(account.claims, replaced);
  const signer = await operatorSigner(store, current.claims, options);
  const entry = await issueAccount(store, account.address, claims, signer, options);
  return { newKey: fresh.publicKey, entry };
}

function sameKey(
  { claims }: AccountEntry,
  old: string,
  fresh: ReturnType<typeof createAccount>["publicKey"],
) {
  if (claims.nats.signing_keys?.some((known) => known === old)) return fresh;
  const scope = scopes(claims).find(({ key }) => key === old);
  if (scope) return { ...scope, key: fresh };
  throw new AuthError(
    "ERR_NOT_FOUND",
    `account ${claims.name} no longer has the signing key ${old}`,
  );
}

function withOperatorKey(
  claims: OperatorClaims,
  key: ReturnType<typeof createOperator>["publicKey"],
) {
  const keys = [...(claims.nats.signing_keys ?? []), key];
  return { ...claims, nats: { ...claims.nats, signing_keys: keys } };
}
