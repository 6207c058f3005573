import type { AccountClaims } from "../claims/types/account.js";
import type { Permissions } from "../claims/types/permissions.js";
import type { UserClaims } from "../claims/types/user.js";
import { AuthError } from "../errors/auth-error.js";
import { type AnsweredRequest, compilePermissions } from "./compile.js";
import { effectivePermissions } from "./effective.js";
import { arePermissionsEmpty } from "./is-empty.js";

/** What {@link can} may be told about the action. */
export interface CanOptions {
  /** The user's account: needed for users without permissions of their own, whom scope or defaults rule. */
  readonly account?: AccountClaims | undefined;
  /** Queue group of a subscription. */
  readonly queue?: string | undefined;
  /** When the published subject is the reply subject of a received request. */
  readonly answers?: AnsweredRequest | undefined;
}

const permissionsOf = (
  holder: UserClaims | Permissions,
  account: AccountClaims | undefined,
): Permissions => {
  if (!("nats" in holder)) return holder;
  if (account) return effectivePermissions(holder, account);
  if (arePermissionsEmpty(holder.nats)) {
    throw new AuthError(
      "ERR_PERMISSION",
      "this user has no permissions of its own, so its account decides: pass { account }",
    );
  }
  return holder.nats;
};

/**
 * Whether a server lets a user publish to a subject or subscribe to it; agrees with real servers.
 *
 * Compile the permissions once with {@link compilePermissions} to ask many questions.
 *
 * @throws {@link AuthError} `ERR_PERMISSION` for a user without permissions when no account is given,
 * `ERR_TEMPLATE` when a server refuses the user over its scope's template
 *
 * @example
 * ```ts
 * import { can } from "@kchat/auth";
 *
 * const user = { sub: { allow: ["work.* workers"] } };
 * can(user, "subscribe", "work.a", { queue: "workers" }); // true
 * can(user, "subscribe", "work.a"); // false
 * ```
 */
export const can = (
  holder: UserClaims | Permissions,
  action: "publish" | "subscribe",
  subject: string,
  options: CanOptions = {},
): boolean => {
  const { account, queue, answers } = options;
  const compiled = compilePermissions(permissionsOf(holder, account));
  return action === "publish"
    ? compiled.canPublish(subject, answers)
    : compiled.canSubscribe(subject, queue);
};
