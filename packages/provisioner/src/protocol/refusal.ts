/**
 * Why a request was refused, as it travels.
 *
 * - `ERR_MALFORMED`: not a request of this protocol
 * - `ERR_TOO_LARGE`: longer than a request can be
 * - `ERR_NAME_INVALID`: the name breaks the rule of names
 * - `ERR_KEY_INVALID`: the key is not a user's public key in canonical form
 * - `ERR_PROOF_INVALID`: the proof does not match what it should prove
 * - `ERR_PROOF_EXPIRED`: the proof's time is too far from the service's
 * - `ERR_PROOF_REPLAYED`: the proof was used before
 * - `ERR_NAME_TAKEN`: the name belongs to another key
 * - `ERR_QUOTA`: too many requests of this key, or of all together
 * - `ERR_NOT_ADMITTED`: the service's own admission rule said no
 * - `ERR_BUSY`: the service has more to do than it can do in time
 * - `ERR_UNAVAILABLE`: the service can't sign at present
 */
export type RefusalCode =
  | "ERR_MALFORMED"
  | "ERR_TOO_LARGE"
  | "ERR_NAME_INVALID"
  | "ERR_KEY_INVALID"
  | "ERR_PROOF_INVALID"
  | "ERR_PROOF_EXPIRED"
  | "ERR_PROOF_REPLAYED"
  | "ERR_NAME_TAKEN"
  | "ERR_QUOTA"
  | "ERR_NOT_ADMITTED"
  | "ERR_BUSY"
  | "ERR_UNAVAILABLE";

/** A refusal, as the service sends it. */
export interface Refusal {
  readonly code: RefusalCode;
  /** For a person: what was wrong and what to do. */
  readonly message: string;
  /** Earliest time at which another try makes sense, in milliseconds from now. */
  readonly retryAfterMs?: number | undefined;
}

const codes: ReadonlySet<string> = new Set<RefusalCode>([
  "ERR_MALFORMED",
  "ERR_TOO_LARGE",
  "ERR_NAME_INVALID",
  "ERR_KEY_INVALID",
  "ERR_PROOF_INVALID",
  "ERR_PROOF_EXPIRED",
  "ERR_PROOF_REPLAYED",
  "ERR_NAME_TAKEN",
  "ERR_QUOTA",
  "ERR_NOT_ADMITTED",
  "ERR_BUSY",
  "ERR_UNAVAILABLE",
]);

export function isRefusalCode(text: unknown): text is RefusalCode {
  return typeof text === "string" && codes.has(text);
}
