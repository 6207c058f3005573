import { decodeActivation } from "../claims/token/decode.js";
import type { ActivationClaims } from "../claims/types/sharing.js";

/** The claims of an activation token; `undefined` for any other text. */
export function readActivation(token: string): ActivationClaims | undefined {
  try {
    return decodeActivation(token);
  } catch {
    return undefined;
  }
}
