import { isObject } from "../claims/layout/collections.js";
import { splitToken } from "../claims/token/split-token.js";
import { AuthError } from "../errors/auth-error.js";

/** Kind and subject that a token claims, unverified: enough to label it, not to trust it. */
export function peekToken(token: string): { kind: string; subject: string } {
  const { payload } = splitToken(token, "strict");
  const nats = isObject(payload.nats) ? payload.nats : {};
  const kind = payload.type ?? nats.type;
  const { sub } = payload;
  if (typeof kind !== "string" || typeof sub !== "string") {
    throw new AuthError("ERR_TOKEN_KIND", "the token says neither what it is nor for whom");
  }
  return { kind, subject: sub };
}
