import type { BaseClaims, NatsFields } from "./base.js";

/** Body of an operator claim. */
export interface OperatorNats extends NatsFields<"operator"> {
  readonly signing_keys?: readonly string[] | undefined;
  readonly account_server_url?: string | undefined;
  readonly operator_service_urls?: readonly string[] | undefined;
  /** Public key of the system account. */
  readonly system_account?: string | undefined;
  /** Oldest server that may run, `major.minor.update`. */
  readonly assert_server_version?: string | undefined;
  /** Whatever the identity key signed is refused; signing keys only. */
  readonly strict_signing_key_usage?: boolean | undefined;
}

/** An operator: the root of trust. */
export interface OperatorClaims extends BaseClaims {
  readonly nats: OperatorNats;
}
