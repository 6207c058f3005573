import { AuthError } from "../../errors/auth-error.js";
import { formatAddress } from "../../nsc/address.js";
import type { Store } from "../../nsc/store.js";
import { type AccountEntry, type OperatorEntry, readAccount } from "../entry.js";
import { issueAccount, issueOperator } from "../issue.js";
import { readTree, type Tree } from "../read-tree.js";
import type { IssueOptions } from "../signers.js";
import { withoutSigningKey } from "../signing-keys.js";
import { issuedBy } from "./issued-by.js";
import type { RotationPlan } from "./plan.js";

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
 * @throws AuthError `ERR_EXISTS` when something in the store is still signed by it, or it is the operator's identity to this
 * day; `ERR_NO_PRIVATE_KEY`.
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
  if (!evenIfUsed) refuseUsed(tree, target.key);
  const entry = await withoutKey(store, tree.operator, target, options);
  if (!keepSeed) await store.keys.remove(target.key);
  return entry;
}

function refuseUsed(tree: Tree, key: string): void {
  const used = issuedBy(tree, key);
  if (used.length === 0) return;
  const names = used.map(({ address }) => formatAddress(address)).join(", ");
  throw new AuthError(
    "ERR_EXISTS",
    `${key} still signs ${names}; issue them again first, or retire it even so`,
  );
}

async function withoutKey(
  store: Store,
  operator: OperatorEntry,
  target: RotationPlan["target"],
  options: IssueOptions,
): Promise<OperatorEntry | AccountEntry> {
  const { claims, address } = operator;
  switch (target.kind) {
    case "operator identity":
    case "operator signing key": {
      const keys: readonly string[] = claims.nats.signing_keys ?? [];
      if (claims.sub === target.key) {
        throw new AuthError(
          "ERR_EXISTS",
          `${target.key} is the identity key of operator ${claims.name}; introduce a new one first`,
        );
      }
      // An identity key that was dropped at once is no longer in the claim.
      if (!keys.includes(target.key)) return operator;
      const kept = keys.filter((key) => key !== target.key);
      const retired = { ...claims, nats: { ...claims.nats, signing_keys: kept } };
      return issueOperator(store, address, retired, options);
    }
    default: {
      const account = await readAccount(store, target.account.address);
      const retired = withoutSigningKey(account.claims, target.key);
      const changed = { address: account.address, claims: retired };
      return issueAccount(store, claims, changed, options);
    }
  }
}
