import type { Refusal, RefusalCode } from "./protocol/refusal.js";

/**
 * What went wrong, stable across versions. A {@link RefusalCode} comes from the service; beside those:
 *
 * - `ERR_ACCOUNT_INVALID`: the account JWT is not one, or has expired
 * - `ERR_SIGNER_FOREIGN`: the signing key does not belong to the account
 * - `ERR_SIGNER_UNSCOPED`: the signing key could grant anything, and nobody said that this is wanted
 * - `ERR_OPTION`: an option is out of its bounds
 * - `ERR_ANSWER_UNTRUSTED`: the answer is not what a trusted service would send
 * - `ERR_NO_PROVISIONER`: nobody listens on the subject
 * - `ERR_TIMEOUT`: no answer in time
 * - `ERR_CONNECTION`: the connection failed or forbids the request
 */
export type ProvisionerErrorCode =
  | RefusalCode
  | "ERR_ACCOUNT_INVALID"
  | "ERR_SIGNER_FOREIGN"
  | "ERR_SIGNER_UNSCOPED"
  | "ERR_OPTION"
  | "ERR_ANSWER_UNTRUSTED"
  | "ERR_NO_PROVISIONER"
  | "ERR_TIMEOUT"
  | "ERR_CONNECTION";

const brand = Symbol.for("@kchat/provisioner.ProvisionerError");

/**
 * Base class of every error of this package.
 *
 * @example
 * ```ts
 * try {
 *   await requestCredentials({ connection, name: "wally", trust });
 * } catch (error) {
 *   if (ProvisionerError.isInstance(error) && error.code === "ERR_NAME_TAKEN") askForAnotherName();
 *   else throw error;
 * }
 * ```
 */
export class ProvisionerError extends Error {
  readonly [brand] = true;
  // Not the class's own name, which minifiers change.
  override readonly name: string = "ProvisionerError";

  constructor(
    readonly code: ProvisionerErrorCode,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }

  /** Tells whether a value is an error of this package, also one that another copy of it made. */
  static isInstance(value: unknown): value is ProvisionerError {
    return typeof value === "object" && value !== null && brand in value;
  }
}

/** The service said no. */
export class RefusedError extends ProvisionerError {
  override readonly name = "RefusedError";
  /** Earliest time at which another try makes sense, in milliseconds from when the answer came. */
  readonly retryAfterMs: number | undefined;

  constructor(refusal: Refusal) {
    super(refusal.code, `the provisioner refused: ${refusal.message}`);
    this.retryAfterMs = refusal.retryAfterMs;
  }
}
