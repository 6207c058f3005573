import type { BaseClaims, Int64, NatsFields } from "./base.js";
import type { Permissions, UserPermissionLimits } from "./permissions.js";
import type { Export, Import } from "./sharing.js";

/** JetStream limits; absent or 0 is off, negative unlimited. Sizes in bytes. */
export interface JetStreamLimits {
  readonly mem_storage?: Int64 | undefined;
  readonly disk_storage?: Int64 | undefined;
  readonly streams?: Int64 | undefined;
  readonly consumer?: Int64 | undefined;
  readonly max_ack_pending?: Int64 | undefined;
  readonly mem_max_stream_bytes?: Int64 | undefined;
  readonly disk_max_stream_bytes?: Int64 | undefined;
  readonly max_bytes_required?: boolean | undefined;
}

/** Limits of an account. -1 is unlimited; **absent is 0**, so an account without limits lets nobody in. */
export interface AccountLimits extends JetStreamLimits {
  readonly subs?: Int64 | undefined;
  readonly data?: Int64 | undefined;
  readonly payload?: Int64 | undefined;
  readonly imports?: Int64 | undefined;
  readonly exports?: Int64 | undefined;
  /** Whether exports may hold wildcards. */
  readonly wildcards?: boolean | undefined;
  readonly disallow_bearer?: boolean | undefined;
  readonly conn?: Int64 | undefined;
  readonly leaf?: Int64 | undefined;
  /** JetStream limits by tier (`R1`, `R3`), instead of the flat ones. */
  readonly tiered_limits?: Readonly<Record<string, JetStreamLimits>> | undefined;
}

/** A signing key whose users get exactly its template. */
export interface UserScope {
  readonly kind: "user_scope";
  readonly key: string;
  readonly role?: string | undefined;
  readonly template: UserPermissionLimits;
  readonly description?: string | undefined;
}

/** A plain signing key (text) or a scoped one. */
export type AccountSigningKey = string | UserScope;

/** One destination of a mapped subject. */
export interface WeightedMapping {
  readonly subject: string;
  /** Percent; absent or 0 is 100. */
  readonly weight?: number | undefined;
  readonly cluster?: string | undefined;
}

/** Auth callout of an account. */
export interface ExternalAuthorization {
  /** Public keys of users that bypass the callout. */
  readonly auth_users?: readonly string[] | undefined;
  /** Accounts the callout may place users in, or only `*`. */
  readonly allowed_accounts?: readonly string[] | undefined;
  /** Public curve key that requests are sealed for. */
  readonly xkey?: string | undefined;
}

/** Message tracing of an account. */
export interface MessageTrace {
  readonly dest?: string | undefined;
  /** Percent. */
  readonly sampling?: number | undefined;
}

/** Body of an account claim. */
export interface AccountNats extends NatsFields<"account"> {
  readonly imports?: readonly Import[] | undefined;
  readonly exports?: readonly Export[] | undefined;
  readonly limits?: AccountLimits | undefined;
  readonly signing_keys?: readonly AccountSigningKey[] | undefined;
  /** User key, or `*`, to the Unix second up to which issues are void. */
  readonly revocations?: Readonly<Record<string, number>> | undefined;
  /** Given to users that have no permissions of their own. */
  readonly default_permissions?: Permissions | undefined;
  readonly mappings?: Readonly<Record<string, readonly WeightedMapping[]>> | undefined;
  readonly authorization?: ExternalAuthorization | undefined;
  readonly trace?: MessageTrace | undefined;
  readonly cluster_traffic?: "system" | "owner" | (string & {}) | undefined;
  readonly description?: string | undefined;
  readonly info_url?: string | undefined;
}

/** An account: an isolated space of subjects. */
export interface AccountClaims extends BaseClaims {
  readonly nats: AccountNats;
}
