import { sha512_256 } from "@noble/hashes/sha2.js";
import { base32Encode } from "../../keys/base32.js";
import { nodeCrypto } from "../../keys/node-crypto.js";
import { goJsonNumber, goJsonString } from "../json/go-json.js";
import type { BaseClaims } from "../types/base.js";

/**
 * Text that a `jti` is the hash of: the base members in the order of jwt's `ClaimsData`, empty ones dropped.
 * The `nats` body is not in it, so two issues of one subject in one second share their `jti`.
 */
export function jtiInput(claims: BaseClaims): string {
  const { aud, exp, iat, iss, name, nbf, sub } = claims;
  let members = "";
  if (aud) members += `,"aud":${goJsonString(aud)}`;
  if (exp) members += `,"exp":${goJsonNumber(exp)}`;
  if (iat) members += `,"iat":${goJsonNumber(iat)}`;
  if (iss) members += `,"iss":${goJsonString(iss)}`;
  if (name) members += `,"name":${goJsonString(name)}`;
  if (nbf) members += `,"nbf":${goJsonNumber(nbf)}`;
  if (sub) members += `,"sub":${goJsonString(sub)}`;
  return `{${members.slice(1)}}`;
}

/**
 * The `jti` of a claim: base32 of SHA-512/256 over its base members, as in jwt 2.8.2.
 *
 * It names subject, issuer, time and name, not the content: never deduplicate messages by it.
 *
 * @example
 * ```ts
 * import { jtiOf } from "@kchat/auth";
 *
 * jtiOf({ sub: "chat", iat: 1795218342 }).length; // 52
 * ```
 */
export function jtiOf(claims: BaseClaims): string {
  return base32Encode(hash(jtiInput(claims)));
}

const crypto = nodeCrypto();

function hash(text: string): Uint8Array {
  if (crypto === undefined) return sha512_256(new TextEncoder().encode(text));
  if (crypto.hash !== undefined) return crypto.hash("sha512-256", text, "buffer");
  return crypto.createHash("sha512-256").update(text).digest();
}
