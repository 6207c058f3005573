/**
 * What went wrong, as a stable word to branch on; the message is for people and may change.
 *
 * | code | meaning |
 * | --- | --- |
 * | `ERR_KEY_MALFORMED` | text is not an nkey: alphabet, length, checksum or prefix |
 * | `ERR_KEY_NOT_CANONICAL` | another spelling of a valid key; a JWT with it would dodge revocation |
 * | `ERR_KEY_KIND` | a valid key of a kind that is not allowed here |
 * | `ERR_SEED_MALFORMED` | text or bytes are not a seed |
 * | `ERR_NO_PRIVATE_KEY` | the operation needs the seed and only a public key is there |
 * | `ERR_KEY_CLEARED` | the key pair was wiped by `clear()` |
 * | `ERR_KEY_OPERATION` | signing with a curve key, sealing with a signing key, replacing an account's identity key |
 * | `ERR_SEALED_MALFORMED` | bytes are not an `xkv1` sealed message |
 * | `ERR_SIGNATURE` | a signature does not belong to the data and key |
 * | `ERR_SIGNER` | a signer that can't sign here, or returned something that is no valid signature |
 * | `ERR_TOKEN_TOO_LARGE` | a token longer than 1 MiB |
 * | `ERR_TOKEN_MALFORMED` | a token that is not three chunks of base64url JSON |
 * | `ERR_TOKEN_HEADER` | a header of another type or algorithm |
 * | `ERR_TOKEN_VERSION` | a claim version that this library does not know |
 * | `ERR_TOKEN_KIND` | a claim kind that is unknown, unsupported or not the expected one |
 * | `ERR_TOKEN_EXPIRED` | a token past its `exp` |
 * | `ERR_TOKEN_NOT_YET_VALID` | a token before its `nbf` |
 * | `ERR_JSON_MALFORMED` | text that is not JSON, nests too deep, or repeats a member |
 * | `ERR_TOO_MANY_VALUES` | JSON or a claim of more than 65,536 values or 16,384 different member names |
 * | `ERR_CLAIM_MALFORMED` | a claim member of the wrong JSON type or an impossible value |
 * | `ERR_CLAIM_SUBJECT` | the subject is empty or a key of the wrong kind |
 * | `ERR_CLAIM_ISSUER` | the signer is a key of the wrong kind for this claim |
 * | `ERR_CLAIM_INVALID` | validation found blocking issues; they are in `issues` |
 * | `ERR_SCOPED_USER` | a user under a scoped key that is not empty, or another signer |
 * | `ERR_CREDS_MALFORMED` | text that holds no credentials |
 * | `ERR_CREDS_MISMATCH` | a seed and a JWT that do not belong together |
 * | `ERR_SUBJECT` | a subject that NATS or the stricter rules refuse |
 * | `ERR_PERMISSION` | a permission that can't be granted as asked |
 * | `ERR_TEMPLATE` | a scope template that can't be expanded safely |
 * | `ERR_NAME` | a name that is not safe in a path, comment or template |
 * | `ERR_NOT_FOUND` | an operator, account, user or key that is not there |
 * | `ERR_EXISTS` | something of this name or key is there already |
 * | `ERR_TRUST` | a claim that its alleged issuer did not sign or was not allowed to |
 * | `ERR_ROLLBACK` | an issue that is not newer than the one a server holds |
 * | `ERR_STORE` | an nsc store that is damaged, of another layout or not writable |
 * | `ERR_RESOLVER` | a server refused, skipped or did not answer |
 * | `ERR_TIMEOUT` | a deadline passed |
 * | `ERR_ABORTED` | the caller's `signal` was aborted |
 * | `ERR_OPTION` | an option is out of its range, such as a time that no timer waits |
 * | `ERR_USAGE` | a command line that makes no sense |
 */
export type AuthErrorCode =
  | "ERR_KEY_MALFORMED"
  | "ERR_KEY_NOT_CANONICAL"
  | "ERR_KEY_KIND"
  | "ERR_SEED_MALFORMED"
  | "ERR_NO_PRIVATE_KEY"
  | "ERR_KEY_CLEARED"
  | "ERR_KEY_OPERATION"
  | "ERR_SEALED_MALFORMED"
  | "ERR_SIGNATURE"
  | "ERR_SIGNER"
  | "ERR_TOKEN_TOO_LARGE"
  | "ERR_TOKEN_MALFORMED"
  | "ERR_TOKEN_HEADER"
  | "ERR_TOKEN_VERSION"
  | "ERR_TOKEN_KIND"
  | "ERR_TOKEN_EXPIRED"
  | "ERR_TOKEN_NOT_YET_VALID"
  | "ERR_JSON_MALFORMED"
  | "ERR_TOO_MANY_VALUES"
  | "ERR_CLAIM_MALFORMED"
  | "ERR_CLAIM_SUBJECT"
  | "ERR_CLAIM_ISSUER"
  | "ERR_CLAIM_INVALID"
  | "ERR_SCOPED_USER"
  | "ERR_CREDS_MALFORMED"
  | "ERR_CREDS_MISMATCH"
  | "ERR_SUBJECT"
  | "ERR_PERMISSION"
  | "ERR_TEMPLATE"
  | "ERR_NAME"
  | "ERR_NOT_FOUND"
  | "ERR_EXISTS"
  | "ERR_TRUST"
  | "ERR_ROLLBACK"
  | "ERR_STORE"
  | "ERR_RESOLVER"
  | "ERR_TIMEOUT"
  | "ERR_ABORTED"
  | "ERR_OPTION"
  | "ERR_USAGE";

const brand = Symbol.for("@kchat/auth.AuthError");

/**
 * Every error that this package throws on purpose. Its message never holds a seed, a token or creds.
 *
 * @example
 * ```ts
 * import { AuthError, decodeUser } from "@kchat/auth";
 *
 * try {
 *   decodeUser("not.a.token");
 * } catch (error) {
 *   if (AuthError.isInstance(error) && error.code === "ERR_TOKEN_MALFORMED") console.log(error.message);
 * }
 * ```
 */
export class AuthError extends Error {
  readonly [brand] = true;
  // Not the class's own name, which minifiers change.
  override readonly name: string = "AuthError";
  readonly code: AuthErrorCode;

  constructor(code: AuthErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }

  /** True for an `AuthError` of any copy of this package, where `instanceof` would fail. */
  static isInstance(error: unknown): error is AuthError {
    return typeof error === "object" && error !== null && brand in error;
  }
}
