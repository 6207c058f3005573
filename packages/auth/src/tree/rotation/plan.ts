import { formatAddress, type OperatorAddress } from "../../nsc/address.js";
import type { AccountEntry, UserEntry } from "../entry.js";
import type { Tree } from "../read-tree.js";
import { issuedBy } from "./issued-by.js";
import { type RotationStep, stepsOf } from "./steps.js";
import { type RotationOptions, type RotationTarget, rotationTarget } from "./target.js";

/** What a rotation will do, in order. */
export interface RotationPlan {
  readonly operator: OperatorAddress;
  readonly target: RotationTarget;
  /** What the old key signed and the store knows; each is issued again by the new key. */
  readonly reissues: readonly (AccountEntry | UserEntry)[];
  /** The steps in words. Between two steps the old and the new key are both good, unless the old one is dropped at once. */
  readonly steps: readonly RotationStep[];
}

/**
 * Plans the rotation of a key so that nobody is refused on the way: the new key stands beside the old one until everything
 * that the old one signed was issued again. Signing keys of operators and accounts and the identity key of an operator can be
 * rotated; an account keeps its identity key for life.
 *
 * @throws AuthError `ERR_NOT_FOUND` when the key is not there or not unique; `ERR_KEY_OPERATION` for an account's identity.
 * @example
 * const plan = planRotation(await readTree(store), { account: "KUBECON", key: "member" });
 * for (const { text } of plan.steps) console.log(text);
 */
export function planRotation(tree: Tree, options: RotationOptions): RotationPlan {
  const target = rotationTarget(tree, options);
  const reissues = issuedBy(tree, target.key);
  const names = reissues.map(({ address }) => formatAddress(address));
  return { operator: tree.operator.address, target, reissues, steps: stepsOf(target, names) };
}
