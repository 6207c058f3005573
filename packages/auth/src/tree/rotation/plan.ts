import { formatAddress, type OperatorAddress } from "../../nsc/address.js";
import type { AccountEntry, UserEntry } from "../entry.js";
import type { Tree } from "../read-tree.js";
import { type RotationOptions, type RotationTarget, rotationTarget } from "./target.js";

/** What a rotation will do, in order. */
export interface RotationPlan {
  readonly operator: OperatorAddress;
  readonly target: RotationTarget;
  /** What the old key signed and the store knows; each is issued again by the new key. */
  readonly reissues: readonly (AccountEntry | UserEntry)[];
  /** The steps in words. Between two steps the old and the new key are both good. */
  readonly steps: readonly RotationStep[];
}

/** One step of a rotation. */
export interface RotationStep {
  readonly step: "introduce" | "distribute" | "reissue" | "hand over" | "observe" | "retire";
  readonly text: string;
}

/**
 * Plans the rotation of a signing key so that nobody is refused on the way: the new key stands beside the old one until
 * everything that the old one signed was issued again.
 *
 * @throws AuthError `ERR_NOT_FOUND` when the key is not there or not unique.
 * @example
 * const plan = planRotation(await readTree(store), { account: "KUBECON", key: "member" });
 * for (const { text } of plan.steps) console.log(text);
 */
export function planRotation(tree: Tree, options: RotationOptions): RotationPlan {
  const target = rotationTarget(tree, options);
  const reissues = issuedBy(tree, target);
  const names = reissues.map(({ address }) => formatAddress(address));
  const list = names.length > 0 ? names.join(", ") : "nothing in this store";
  const steps =
    target.kind === "operator signing key" ? operatorSteps(list) : accountSteps(target, list);
  return { operator: tree.operator.address, target, reissues, steps };
}

function issuedBy(tree: Tree, target: RotationTarget): (AccountEntry | UserEntry)[] {
  if (target.kind === "operator signing key") {
    return tree.accounts.filter(({ claims }) => claims.iss === target.key);
  }
  return target.account.users.filter(({ claims }) => claims.iss === target.key);
}

function operatorSteps(list: string): RotationStep[] {
  return [
    { step: "introduce", text: "add a new signing key to the operator, beside the old one" },
    {
      step: "distribute",
      text: "put the operator's new token into every server's configuration and reload",
    },
    { step: "reissue", text: `sign again with the new key and push: ${list}` },
    {
      step: "retire",
      text: "remove the old key from the operator, configure and reload every server",
    },
  ];
}

function accountSteps(target: RotationTarget, list: string): RotationStep[] {
  const what =
    target.kind === "scope" ? "a new key with the same role and template" : "a new signing key";
  return [
    { step: "introduce", text: `add ${what} to the account, beside the old one` },
    { step: "distribute", text: "push the account to every server" },
    { step: "reissue", text: `sign again with the new key: ${list}` },
    {
      step: "hand over",
      text: "give the new creds, and the new key, to whoever holds the old ones",
    },
    { step: "observe", text: "wait until nobody is connected with what the old key signed" },
    {
      step: "retire",
      text: "remove the old key from the account and push: what it signed is refused",
    },
  ];
}
