import { sha512_256 } from "@noble/hashes/sha2.js";
import { base32Encode } from "../../keys/base32.js";
import { latin1Bytes } from "../../keys/latin1.js";
import { nodeCrypto } from "../../keys/node-crypto.js";
import { goJsonNumber, goJsonString } from "../json/go-json.js";
import type { BaseClaims } from "../types/base.js";

/** JSON members of a claim before and after its `jti`, each with a comma in front. */
export interface BaseText {
  readonly before: string;
  readonly after: string;
}

/** The base members in the order of jwt's `ClaimsData`, empty ones dropped. */
export function baseText({ aud, exp, iat, iss, name, nbf, sub }: BaseClaims): BaseText {
  let before = "";
  if (aud) before += `,"aud":${goJsonString(aud)}`;
  if (exp) before += `,"exp":${goJsonNumber(exp)}`;
  let after = "";
  if (iat) after += `,"iat":${goJsonNumber(iat)}`;
  if (iss) after += `,"iss":${goJsonString(iss)}`;
  if (name) after += `,"name":${goJsonString(name)}`;
  if (nbf) after += `,"nbf":${goJsonNumber(nbf)}`;
  if (sub) after += `,"sub":${goJsonString(sub)}`;
  return { before, after };
}

/**
 * Text that a `jti` is the hash of. The `nats` body is not in it, so two issues of one subject in one second share
 * their `jti`.
 */
export function jtiInput({ before, after }: BaseText): string {
  return `{${(before + after).slice(1)}}`;
}

/** The `jti` of base members. */
export function jtiOfText(base: BaseText): string {
  return base32Encode(hash(jtiInput(base)));
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
  return jtiOfText(baseText(claims));
}

const crypto = nodeCrypto();

function hash(text: string): Uint8Array {
  if (crypto === undefined) return sha512_256(new TextEncoder().encode(text));
  // A short text costs half as much as a buffer outside the heap.
  if (crypto.hash !== undefined) return latin1Bytes(crypto.hash("sha512-256", text, "latin1"));
  return crypto.createHash("sha512-256").update(text).digest();
}
