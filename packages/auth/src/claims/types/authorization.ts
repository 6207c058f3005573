import type { BaseClaims, Int64, NatsFields } from "./base.js";

/** The server that asks. */
export interface ServerId {
  readonly name?: string | undefined;
  readonly host?: string | undefined;
  readonly id?: string | undefined;
  readonly version?: string | undefined;
  readonly cluster?: string | undefined;
  readonly tags?: readonly string[] | undefined;
  readonly xkey?: string | undefined;
}

/** The client that connects, as the server sees it. */
export interface ClientInformation {
  readonly host?: string | undefined;
  /** Connection id, an unsigned 64-bit integer. */
  readonly id?: Int64 | undefined;
  readonly user?: string | undefined;
  readonly name?: string | undefined;
  readonly tags?: readonly string[] | undefined;
  readonly name_tag?: string | undefined;
  readonly kind?: string | undefined;
  readonly type?: string | undefined;
  readonly mqtt_id?: string | undefined;
  /** Only when the client signed it. */
  readonly nonce?: string | undefined;
}

/** What the client sent in CONNECT. Holds secrets: never log it. */
export interface ConnectOptions {
  readonly jwt?: string | undefined;
  readonly nkey?: string | undefined;
  readonly sig?: string | undefined;
  readonly auth_token?: string | undefined;
  readonly user?: string | undefined;
  readonly pass?: string | undefined;
  readonly name?: string | undefined;
  readonly lang?: string | undefined;
  readonly version?: string | undefined;
  readonly protocol?: number | undefined;
}

/** TLS state of the client's connection. */
export interface ClientTls {
  readonly version?: string | undefined;
  readonly cipher?: string | undefined;
  /** PEM. */
  readonly certs?: readonly string[] | undefined;
  /** PEM, by chain. */
  readonly verified_chains?: readonly (readonly string[])[] | undefined;
}

/** Body of an authorization request. */
export interface AuthorizationRequestNats extends NatsFields<"authorization_request"> {
  readonly server_id?: ServerId | undefined;
  /** Public key that the server made for this connection; the answer's subject. */
  readonly user_nkey?: string | undefined;
  readonly client_info?: ClientInformation | undefined;
  readonly connect_opts?: ConnectOptions | undefined;
  readonly client_tls?: ClientTls | undefined;
  readonly request_nonce?: string | undefined;
}

/** What a server asks an auth callout service. */
export interface AuthorizationRequestClaims extends BaseClaims {
  readonly nats: AuthorizationRequestNats;
}

/** Body of an authorization response: exactly one of `jwt` and `error`. */
export interface AuthorizationResponseNats extends NatsFields<"authorization_response"> {
  readonly jwt?: string | undefined;
  readonly error?: string | undefined;
  readonly issuer_account?: string | undefined;
}

/** What an auth callout service answers. */
export interface AuthorizationResponseClaims extends BaseClaims {
  readonly nats: AuthorizationResponseNats;
}
