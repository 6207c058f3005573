import type { OperatorClaims } from "../types/operator.js";
import { type NewClaims, newBase } from "./new-claims.js";
import { normaliseTags } from "./tags.js";

/**
 * A new operator's claim, ready to be encoded with the operator's own key.
 *
 * @throws AuthError `ERR_KEY_MALFORMED`, `ERR_KEY_NOT_CANONICAL`, `ERR_KEY_KIND`, `ERR_CLAIM_MALFORMED`.
 * @example
 * ```ts
 * import { createOperator, encodeClaims, newOperatorClaims } from "@kchat/auth";
 *
 * const operator = createOperator();
 * const token = encodeClaims("operator", newOperatorClaims(operator.publicKey, { name: "KO" }), operator);
 * ```
 */
export function newOperatorClaims(
  operator: string,
  options: NewClaims<OperatorClaims> = {},
): OperatorClaims {
  const { nats } = options;
  const tags = normaliseTags(nats?.tags);
  return { ...newBase(operator, "operator", options), nats: { ...nats, ...(tags && { tags }) } };
}
