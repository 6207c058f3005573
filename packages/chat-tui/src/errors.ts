/**
 * - `ERR_TUI_NO_TERMINAL`: standard input or output is not a terminal
 * - `ERR_TUI_USAGE`: a flag or a file that the person named can't be used
 * - `ERR_TUI_CONNECT`: the server can't be reached or refuses the credentials
 * - `ERR_TUI_CREDENTIALS`: a provisioner gave none, or some that aren't to be trusted
 */
export type TuiErrorCode =
  | "ERR_TUI_NO_TERMINAL"
  | "ERR_TUI_USAGE"
  | "ERR_TUI_CONNECT"
  | "ERR_TUI_CREDENTIALS";

const brand = Symbol.for("@kchat/chat-tui.TuiError");

/** What this package throws. The message is one sentence that a person can act on. */
export class TuiError extends Error {
  readonly [brand] = true;

  constructor(
    /** Stable: switch on it. */
    readonly code: TuiErrorCode,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
    this.name = "TuiError";
  }

  /** Whether something is a `TuiError`, of this or of another copy of the package. */
  static isInstance(error: unknown): error is TuiError {
    return typeof error === "object" && error !== null && brand in error;
  }
}
