import type { OperatorClaims } from "../claims/types/operator.js";
import type { OperatorAddress } from "../nsc/address.js";
import type { Store } from "../nsc/store.js";
import { type OperatorEntry, readAccount, readOperator } from "./entry.js";
import { issueOperator } from "./issue.js";
import { refuseSystemJetStream } from "./refuse-system-jetstream.js";
import type { IssueOptions } from "./signers.js";
import { soleOperator } from "./sole-operator.js";

/** Options of {@link editOperator}. */
export interface EditOperatorOptions extends IssueOptions {
  /** The operator's name. @default the only operator of the store */
  readonly operator?: string | undefined;
  /** Returns the claims as they should be. */
  readonly change: (claims: OperatorClaims) => OperatorClaims;
}

/**
 * Issues an operator anew with changed claims. Servers learn of it from their configuration.
 *
 * @throws AuthError `ERR_NOT_FOUND`, `ERR_NO_PRIVATE_KEY`; `ERR_CLAIM_INVALID`, also for a system account with JetStream.
 * @example
 * await editOperator(store, {
 *   change: (claims) => ({ ...claims, nats: { ...claims.nats, account_server_url: "nats://localhost:4222" } }),
 * });
 */
export async function editOperator(
  store: Store,
  options: EditOperatorOptions,
): Promise<OperatorEntry> {
  const operator = await soleOperator(store, options.operator);
  const { address, claims } = await readOperator(store, { operator });
  const changed = options.change(claims);
  if (changed.nats.system_account !== claims.nats.system_account) {
    await refuseAsSystem(store, address, changed, options);
  }
  return issueOperator(store, address, changed, options);
}

/** An account of another store, named by its key alone, can't be judged. */
async function refuseAsSystem(
  store: Store,
  address: OperatorAddress,
  operator: OperatorClaims,
  options: IssueOptions,
): Promise<void> {
  for (const name of await store.list(address)) {
    const { claims: account } = await readAccount(store, { ...address, account: name });
    const what = `account ${name} can't become operator ${address.operator}'s system account while it has JetStream`;
    refuseSystemJetStream(what, { operator, account }, options);
  }
}
