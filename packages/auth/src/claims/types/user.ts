import type { BaseClaims, NatsFields } from "./base.js";
import type { UserPermissionLimits } from "./permissions.js";

/** Body of a user claim. */
export interface UserNats extends UserPermissionLimits, NatsFields<"user"> {
  /** Account identity, when a signing key of it signed. */
  readonly issuer_account?: string | undefined;
}

/** A user: who may connect, and what it may do. */
export interface UserClaims extends BaseClaims {
  readonly nats: UserNats;
}
