import type { OperatorClaims } from "../claims/types/operator.js";
import type { Store } from "../nsc/store.js";
import { type OperatorEntry, readOperator } from "./entry.js";
import { issueOperator } from "./issue.js";
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
 * @throws AuthError `ERR_NOT_FOUND`, `ERR_NO_PRIVATE_KEY`, `ERR_CLAIM_INVALID`.
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
  return issueOperator(store, address, options.change(claims), options);
}
