import type { ActivationClaims } from "../types/sharing.js";
import { type NewClaims, newBase } from "./new-claims.js";
import { normaliseTags } from "./tags.js";

/**
 * A new activation: leave for `account` to import a private export of whoever signs it.
 *
 * @throws AuthError `ERR_KEY_MALFORMED`, `ERR_KEY_NOT_CANONICAL`, `ERR_KEY_KIND`, `ERR_CLAIM_MALFORMED`.
 * @example
 * ```ts
 * import { createAccount, newActivationClaims } from "@kchat/auth";
 *
 * const claims = newActivationClaims(createAccount().publicKey, {
 *   name: "history",
 *   nats: { subject: "chat.history.>", kind: "stream" },
 * });
 * ```
 */
export function newActivationClaims(
  account: string,
  options: NewClaims<ActivationClaims> & Required<Pick<ActivationClaims, "nats">>,
): ActivationClaims {
  const { nats } = options;
  const tags = normaliseTags(nats.tags);
  return { ...newBase(account, "account", options), nats: { ...nats, ...(tags && { tags }) } };
}
