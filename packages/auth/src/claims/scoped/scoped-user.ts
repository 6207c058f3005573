import { AuthError } from "../../errors/auth-error.js";
import type { UserScope } from "../types/account.js";
import type { Permission } from "../types/permissions.js";
import type { UserClaims } from "../types/user.js";

/**
 * Whether a user claim holds no permission and no limit, as servers demand of users under a scoped signing key. Even
 * an empty list or `subs: -1` counts as something (jwt: user_claims.go HasEmptyPermissions).
 *
 * @example
 * ```ts
 * import { hasEmptyPermissions } from "@kchat/auth";
 *
 * hasEmptyPermissions({ sub: "U...", nats: { src: [] } }); // false
 * ```
 */
export function hasEmptyPermissions({ nats }: UserClaims): boolean {
  return (
    isEmpty(nats.pub) &&
    isEmpty(nats.sub) &&
    isAbsent(nats.resp) &&
    isAbsent(nats.src) &&
    isAbsent(nats.times) &&
    isAbsent(nats.allowed_connection_types) &&
    !nats.times_location &&
    !nats.subs &&
    !nats.data &&
    !nats.payload &&
    !nats.bearer_token &&
    !nats.proxy_required
  );
}

/**
 * Checks that a user fits under a scoped signing key: issued by that key, and empty.
 *
 * @throws AuthError `ERR_SCOPED_USER`.
 * @example
 * ```ts
 * import { validateScopedSigner } from "@kchat/auth";
 *
 * validateScopedSigner(scope, decodeUser(token));
 * ```
 */
export function validateScopedSigner(scope: Pick<UserScope, "key">, user: UserClaims): void {
  if (user.iss !== scope.key) {
    throw new AuthError(
      "ERR_SCOPED_USER",
      `issuer not the scoped signer: expected ${scope.key}, got ${user.iss ?? "none"}`,
    );
  }
  if (!hasEmptyPermissions(user)) {
    throw new AuthError(
      "ERR_SCOPED_USER",
      "scoped users require no permissions or limits set: remove them; the scope's template grants them",
    );
  }
}

const isAbsent = (value: unknown): boolean => value === undefined || value === null;

const isEmpty = (permission: Permission | undefined): boolean =>
  isAbsent(permission) || (isAbsent(permission?.allow) && isAbsent(permission?.deny));
