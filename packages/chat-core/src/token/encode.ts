import { base64urlEncode } from "@kchat/auth";
import type { SigningKeyPair } from "../chat/options.js";
import type { TokenClaims } from "./claims.js";

const encoder = new TextEncoder();

/** `{"typ":"jwt","alg":"ed25519"}`: the very bytes that the Go chat sends. */
const header = "eyJ0eXAiOiJqd3QiLCJhbGciOiJlZDI1NTE5In0";

const order = [
  "aud",
  "exp",
  "jti",
  "iat",
  "iss",
  "name",
  "nbf",
  "sub",
  "tags",
  "type",
  "nats",
] as const;

/** A token that was just made. */
export interface EncodedToken {
  readonly text: string;
  /** The payload chunk, whose hash is the message's id. */
  readonly payload: string;
}

/** Signs claims as a version 1 token: the signature covers the payload chunk alone, as the Go chat's library did it. */
export function encodeToken(claims: TokenClaims, keyPair: SigningKeyPair): EncodedToken {
  const payload = encodePayload(claims);
  const signature = keyPair.sign(encoder.encode(payload));
  return { text: `${header}.${payload}.${base64urlEncode(signature)}`, payload };
}

/** The payload chunk of claims: the key order of Go's struct, other keys last, Go's escapes. */
export function encodePayload(claims: TokenClaims): string {
  const sorted: Record<string, unknown> = {};
  for (const key of [...order, ...Object.keys(claims)]) sorted[key] = claims[key];
  // These characters occur in JSON only inside of strings, so escaping the whole text escapes the strings.
  const json = JSON.stringify(sorted).replace(
    /[<>&\u2028\u2029]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
  return base64urlEncode(encoder.encode(json));
}
