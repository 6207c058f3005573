import { SAFE_LENGTH } from "../claims/json/bounds.js";
import { parseJson } from "../claims/json/parse-json.js";
import { isObject } from "../claims/layout/collections.js";
import { base64urlDecode, utf8Text } from "../claims/token/base64url.js";
import { AuthError } from "../errors/auth-error.js";

/** As where tokens are decoded (jwt: decoder.go MaxTokenSize). */
const MAX_TOKEN_LENGTH = 1024 * 1024;

const TOKEN = /^[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+$/;

/** Kind and subject that a token claims, unverified: enough to label it, not to trust it. */
export function peekToken(token: string): { kind: string; subject: string } {
  if (token.length > MAX_TOKEN_LENGTH) {
    throw new AuthError(
      "ERR_TOKEN_TOO_LARGE",
      `token has ${token.length} characters; expected at most ${MAX_TOKEN_LENGTH}`,
    );
  }
  if (!TOKEN.test(token)) {
    throw new AuthError("ERR_TOKEN_MALFORMED", "expected 3 chunks of base64url with dots between");
  }
  const chunk = token.slice(token.indexOf(".") + 1, token.lastIndexOf("."));
  const { type, sub, nats } = objectOf(utf8Text(base64urlDecode(chunk)));
  const kind = type ?? (isObject(nats) ? nats.type : undefined);
  if (typeof kind === "string" && typeof sub === "string") return { kind, subject: sub };
  throw new AuthError("ERR_TOKEN_KIND", "the token says neither what it is nor for whom");
}

function objectOf(json: string): Record<string, unknown> {
  try {
    // Nearly every token is short, and formatting creds should cost next to nothing.
    const value: unknown =
      json.length < SAFE_LENGTH ? JSON.parse(json) : parseJson(json, { duplicates: "last" });
    return isObject(value) ? value : {};
  } catch (cause) {
    if (AuthError.isInstance(cause)) throw cause;
    throw new AuthError("ERR_TOKEN_MALFORMED", "the payload of the token is not JSON", { cause });
  }
}
