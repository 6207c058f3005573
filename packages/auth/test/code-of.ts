import { AuthError } from "../src/index.js";

/** The code that a call is refused with, or "accepted"; any other error is a failure of the test. */
export function codeOf(run: () => unknown): string {
  try {
    run();
  } catch (error) {
    if (AuthError.isInstance(error)) return error.code;
    throw error;
  }
  return "accepted";
}
