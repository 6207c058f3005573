/**
 * What went wrong, stable across versions.
 *
 * - `ERR_DRAINING`: a subscription, request or registration came after the drain had begun.
 * - `ERR_CLOSED`: the connection was closed before, or while, it was needed.
 * - `ERR_TIMEOUT`: a step did not end within its time.
 * - `ERR_ABORTED`: the caller's `AbortSignal` fired.
 * - `ERR_OPTION`: an option is out of its range or contradicts another.
 * - `ERR_FORCED`: a second signal ended the shutdown early.
 * - `ERR_HOOK_FAILED`: a shutdown step of the application threw.
 * - `ERR_SERVER`: a server could not be told, read or restarted.
 * - `ERR_CONFIG`: a server refused, or would refuse, its configuration.
 * - `ERR_NO_SERVER`: there is no server to move to.
 */
export type DrainErrorCode =
  | "ERR_DRAINING"
  | "ERR_CLOSED"
  | "ERR_TIMEOUT"
  | "ERR_ABORTED"
  | "ERR_OPTION"
  | "ERR_FORCED"
  | "ERR_HOOK_FAILED"
  | "ERR_SERVER"
  | "ERR_CONFIG"
  | "ERR_NO_SERVER";

const brand = Symbol.for("@kchat/drain.DrainError");

/**
 * The error of this package; branch on {@link DrainError.code | code}, never on the message.
 *
 * @example
 * ```ts
 * try {
 *   tracked.subscribe("orders.*");
 * } catch (error) {
 *   if (DrainError.isInstance(error) && error.code === "ERR_DRAINING") return;
 *   throw error;
 * }
 * ```
 */
export class DrainError extends Error {
  readonly [brand] = true;
  // Not the class's own name, which minifiers change.
  override readonly name: string = "DrainError";

  /**
   * @param code - Stable identifier of what happened.
   * @param message - What happened, what was expected, what to try.
   * @param options - `cause`, where another error led to this one.
   */
  constructor(
    readonly code: DrainErrorCode,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }

  /** Whether `error` is a `DrainError`, also one made by another copy of this package. */
  static isInstance(error: unknown): error is DrainError {
    return typeof error === "object" && error !== null && brand in error;
  }
}
