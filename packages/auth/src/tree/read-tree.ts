import type { OperatorAddress } from "../nsc/address.js";
import type { Store } from "../nsc/store.js";
import {
  type AccountEntry,
  type OperatorEntry,
  readAccount,
  readOperator,
  readUser,
  type UserEntry,
} from "./entry.js";
import { soleOperator } from "./sole-operator.js";

/** An operator with everything below it. */
export interface Tree {
  readonly operator: OperatorEntry;
  /** Sorted by name. */
  readonly accounts: readonly AccountBranch[];
}

/** An account with its users. */
export interface AccountBranch extends AccountEntry {
  /** Sorted by name. */
  readonly users: readonly UserEntry[];
}

/**
 * Reads an operator with all its accounts and users.
 *
 * @throws AuthError `ERR_NOT_FOUND` without such an operator; another code when a token of the tree does not decode.
 * @example
 * const tree = await readTree(await openStore(".kchat"));
 * console.log(describeTree(tree));
 */
export async function readTree(store: Store, operator?: string): Promise<Tree> {
  const address: OperatorAddress = { operator: await soleOperator(store, operator) };
  const accounts: AccountBranch[] = [];
  for (const account of await store.list(address)) {
    const at = { ...address, account };
    const users: UserEntry[] = [];
    for (const user of await store.list(at)) users.push(await readUser(store, { ...at, user }));
    accounts.push({ ...(await readAccount(store, at)), users });
  }
  return { operator: await readOperator(store, address), accounts };
}
