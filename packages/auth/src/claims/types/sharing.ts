import type { BaseClaims, Int64, NatsFields } from "./base.js";

/** A stream is subscribed to, a service is asked. */
export type SharingType = "stream" | "service";

/** Latency reports of a service. */
export interface ServiceLatency {
  /** Percent of requests, or `headers` for those that ask by header. */
  readonly sampling?: number | "headers" | undefined;
  /** Subject of the reports. */
  readonly results: string;
}

/** What an account offers to others. */
export interface Export {
  readonly name?: string | undefined;
  readonly subject: string;
  readonly type: SharingType;
  /** Importers need an activation token. */
  readonly token_req?: boolean | undefined;
  /** Importing account, or `*`, to the Unix second up to which its activations are void. */
  readonly revocations?: Readonly<Record<string, number>> | undefined;
  readonly response_type?: "Singleton" | "Stream" | "Chunked" | (string & {}) | undefined;
  /** Nanoseconds. */
  readonly response_threshold?: Int64 | undefined;
  readonly service_latency?: ServiceLatency | undefined;
  /** 1-based position of the `*` that must hold the importing account. */
  readonly account_token_position?: number | undefined;
  readonly advertise?: boolean | undefined;
  readonly allow_trace?: boolean | undefined;
  readonly description?: string | undefined;
  readonly info_url?: string | undefined;
}

/** What an account takes from another. */
export interface Import {
  readonly name?: string | undefined;
  readonly subject: string;
  /** Exporting account. */
  readonly account: string;
  /** Activation token, for private exports. */
  readonly token?: string | undefined;
  /** @deprecated Go's old name for the local subject; use `local_subject`. */
  readonly to?: string | undefined;
  /** Local name; `$1`, `$2` stand for the wildcards of `subject`. */
  readonly local_subject?: string | undefined;
  readonly type: SharingType;
  /** Tells the service who asks. */
  readonly share?: boolean | undefined;
  readonly allow_trace?: boolean | undefined;
}

/** Body of an activation claim. */
export interface ActivationNats extends NatsFields<"activation"> {
  readonly subject?: string | undefined;
  readonly kind?: SharingType | undefined;
  readonly issuer_account?: string | undefined;
}

/** Leave for the account `sub` to import a private export. */
export interface ActivationClaims extends BaseClaims {
  readonly nats: ActivationNats;
}
