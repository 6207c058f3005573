/** A 64-bit integer: a number up to 2^53 - 1, exactly a bigint beyond. */
export type Int64 = number | bigint;

/** Members that every claim has. Times are Unix seconds. */
export interface BaseClaims {
  /** Audience. */
  readonly aud?: string | undefined;
  /** End of validity, Unix seconds; the last valid second. Absent or 0: never. */
  readonly exp?: number | undefined;
  /** Hash of the other base members; set by encoding. Not a hash of the content. */
  readonly jti?: string | undefined;
  /** Issue time, Unix seconds; set by encoding. */
  readonly iat?: number | undefined;
  /** Public key that signed; set by encoding. */
  readonly iss?: string | undefined;
  readonly name?: string | undefined;
  /** Start of validity, Unix seconds. */
  readonly nbf?: number | undefined;
  /** Whom the claim is about: a public key, except in generic claims. */
  readonly sub: string;
}

/** Members that every `nats` object has. */
export interface NatsFields<Type extends string> {
  readonly tags?: readonly string[] | undefined;
  /** Set by encoding. */
  readonly type?: Type | undefined;
  /** Set by encoding: 2; a migrated claim keeps 1. */
  readonly version?: number | undefined;
}
