import { decodeToken } from "../../claims/token/decode.js";
import { AuthError } from "../../errors/auth-error.js";
import type { StrictCheck } from "./rule.js";

/** The token text: one spelling only. */
export const checkToken: StrictCheck = (_target, { token }, report) => {
  if (token === undefined) return;
  try {
    decodeToken(token, { mode: "strict" });
  } catch (error) {
    if (!AuthError.isInstance(error)) throw error;
    report("token-spelling", "error", error.message, "");
  }
};
