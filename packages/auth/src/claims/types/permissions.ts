import type { Int64 } from "./base.js";

/** Subjects that are allowed or denied; `subject queue` grants a queue group in a `sub` list. */
export interface Permission {
  readonly allow?: readonly string[] | undefined;
  readonly deny?: readonly string[] | undefined;
}

/** Leave to answer requests. Its mere presence closes publishing except for replies and `pub.allow`. */
export interface ResponsePermission {
  /** Messages per request; 0 means 1, negative no limit. */
  readonly max?: number | undefined;
  /** Nanoseconds after the request; 0 means 2 minutes. */
  readonly ttl?: Int64 | undefined;
}

/** What a user may publish and subscribe. */
export interface Permissions {
  readonly pub?: Permission | undefined;
  readonly sub?: Permission | undefined;
  readonly resp?: ResponsePermission | undefined;
}

/** A daily span, `hh:mm:ss`. */
export interface TimeRange {
  readonly start?: string | undefined;
  readonly end?: string | undefined;
}

/** Connection types that servers know. */
export type ConnectionType =
  | "STANDARD"
  | "WEBSOCKET"
  | "LEAFNODE"
  | "LEAFNODE_WS"
  | "MQTT"
  | "MQTT_WS"
  | "IN_PROCESS";

/** Everything that limits a user, in a user claim or in the template of a scoped signing key. */
export interface UserPermissionLimits extends Permissions {
  /** CIDR blocks that the user may connect from. */
  readonly src?: readonly string[] | undefined;
  readonly times?: readonly TimeRange[] | undefined;
  /** IANA zone of `times`; the server's local zone by default. */
  readonly times_location?: string | undefined;
  /** Subscriptions; -1 unlimited. */
  readonly subs?: Int64 | undefined;
  /** Bytes; -1 unlimited. */
  readonly data?: Int64 | undefined;
  /** Bytes of one message; -1 unlimited. */
  readonly payload?: Int64 | undefined;
  /** Connects without signing the server's nonce: whoever holds the token is the user. */
  readonly bearer_token?: boolean | undefined;
  readonly proxy_required?: boolean | undefined;
  readonly allowed_connection_types?: readonly (ConnectionType | (string & {}))[] | undefined;
}
