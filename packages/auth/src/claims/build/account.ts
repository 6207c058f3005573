import type { AccountClaims, AccountLimits } from "../types/account.js";
import { type NewClaims, newBase } from "./new-claims.js";
import { normaliseTags } from "./tags.js";
import { withDefaults } from "./with-defaults.js";

/** Limits of Go's `NewAccountClaims`: unlimited, but no JetStream. */
const DEFAULT_ACCOUNT_LIMITS = {
  subs: -1,
  data: -1,
  payload: -1,
  imports: -1,
  exports: -1,
  wildcards: true,
  conn: -1,
  leaf: -1,
} as const satisfies AccountLimits;

/**
 * A new account's claim with the limits that Go gives a new account; `nats.limits` overrides them one by one.
 *
 * @throws AuthError `ERR_KEY_MALFORMED`, `ERR_KEY_NOT_CANONICAL`, `ERR_KEY_KIND`, `ERR_CLAIM_MALFORMED`.
 * @example
 * ```ts
 * import { createAccount, newAccountClaims } from "@kchat/auth";
 *
 * const claims = newAccountClaims(createAccount().publicKey, {
 *   name: "KUBECON",
 *   nats: { limits: { conn: 100 } },
 * });
 * ```
 */
export function newAccountClaims(
  account: string,
  options: NewClaims<AccountClaims> = {},
): AccountClaims {
  const { nats } = options;
  const tags = normaliseTags(nats?.tags);
  return {
    ...newBase(account, "account", options),
    nats: {
      ...withDefaults({ default_permissions: {}, authorization: {} }, nats),
      limits: withDefaults(DEFAULT_ACCOUNT_LIMITS, nats?.limits),
      ...(tags && { tags }),
    },
  };
}
