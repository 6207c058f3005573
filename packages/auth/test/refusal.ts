import { AuthError } from "../src/index.js";

/** The text that a call is refused with, or "accepted"; any other error is a failure of the test. */
export function refusal(run: () => unknown): string {
  try {
    run();
  } catch (error) {
    if (AuthError.isInstance(error)) return error.message;
    throw error;
  }
  return "accepted";
}
