import type { UserClaims } from "../types/user.js";
import { type NewClaims, newBase } from "./new-claims.js";
import { normaliseTags } from "./tags.js";
import { withDefaults } from "./with-defaults.js";

/** Body of Go's `NewUserClaims`: unlimited. */
export const DEFAULT_USER = { pub: {}, sub: {}, subs: -1, data: -1, payload: -1 } as const;

/**
 * A new user's claim with the limits that Go gives a new user (unlimited). For a user of a scoped signing key, whose
 * claim has to be empty, use `issueUser`.
 *
 * @throws AuthError `ERR_KEY_MALFORMED`, `ERR_KEY_NOT_CANONICAL`, `ERR_KEY_KIND`, `ERR_CLAIM_MALFORMED`.
 * @example
 * ```ts
 * import { createUser, newUserClaims } from "@kchat/auth";
 *
 * const claims = newUserClaims(createUser().publicKey, {
 *   name: "ada",
 *   nats: { pub: { allow: ["chat.>"] } },
 * });
 * ```
 */
export function newUserClaims(user: string, options: NewClaims<UserClaims> = {}): UserClaims {
  const { nats } = options;
  const tags = normaliseTags(nats?.tags);
  return {
    ...newBase(user, "user", options),
    nats: { ...withDefaults(DEFAULT_USER, nats), ...(tags && { tags }) },
  };
}
