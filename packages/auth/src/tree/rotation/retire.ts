import { AuthError } from "../../errors/auth-error.js";
import { formatAddress } from "../../nsc/address.js";
import type { Store } from "../../nsc/store.js";
import { type AccountEntry, type OperatorEntry, readAccount, readOperator } from "../entry.js";
import { issueAccount, issueOperator } from "../issue.js";
import { readTree } from "../read-tree.js";
import { type IssueOptions, operatorIdentity, operatorSigner } from "../signers.js";
import { withoutSigningKey } from "../signing-keys.js";
import { planRotation, type RotationPlan } from "./plan.js";

/** Options of {@link retireKey}. */
export interface RetireOptions extends IssueOptions {
  /** Retires the key though tokens of this store are still signed by it: they are refused from then on. @default false */
  readonly evenIfUsed?: boolean | undefined;
  /** Keeps the seed. @default false */
  readonly keepSeed?: boolean | undefined;
}

/**
 * Last step of a rotation: removes the old key. As soon as the servers have the result, everything that the key signed is
 * refused and its connections are closed, also of users that this store does not know.
 *
 * @throws AuthError `ERR_EXISTS` when something in the store is still signed by it; `ERR_NO_PRIVATE_KEY`.
 * @example
 * const entry = await retireKey(store, plan);
 */
export async function retireKey(
  store: Store,
  { operator, target }: RotationPlan,
  options: RetireOptions = {},
): Promise<OperatorEntry | AccountEntry> {
  const { evenIfUsed = false, keepSeed = false } = options;
  const tree = await readTree(store, operator.operator);
  if (!evenIfUsed)
    refuseUsed(planRotation(tree, { key: target.key, account: accountName(target) }));
  const current = await readOperator(store, operator);
  const entry = await withoutKey(store, current, target, options);
  if (!keepSeed) await store.keys.remove(target.key);
  return entry;
}

function accountName(target: RotationPlan["target"]): string | undefined {
  return target.kind === "operator signing key" ? undefined : target.account.address.account;
}

function refuseUsed({ target, reissues }: RotationPlan): void {
  if (reissues.length === 0) return;
  const names = reissues.map(({ address }) => formatAddress(address)).join(", ");
  throw new AuthError(
    "ERR_EXISTS",
    `${target.key} still signs ${names}; issue them again first, or retire it even so`,
  );
}

async function withoutKey(
  store: Store,
  operator: OperatorEntry,
  target: RotationPlan["target"],
  options: IssueOptions,
): Promise<OperatorEntry | AccountEntry> {
  if (target.kind === "operator signing key") {
    const { claims, address } = operator;
    const keys = (claims.nats.signing_keys ?? []).filter((key) => key !== target.key);
    const signer = await operatorIdentity(store, claims, options);
    const kept = { ...claims, nats: { ...claims.nats, signing_keys: keys } };
    return issueOperator(store, address, kept, signer, options);
  }
  const { address, claims } = await readAccount(store, target.account.address);
  const signer = await operatorSigner(store, operator.claims, options);
  return issueAccount(store, address, withoutSigningKey(claims, target.key), signer, options);
}
