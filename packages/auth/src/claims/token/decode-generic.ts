import { AuthError } from "../../errors/auth-error.js";
import { readClaims } from "../layout/claim.js";
import { texts } from "../layout/collections.js";
import { int64, text } from "../layout/scalars.js";
import { field, struct } from "../layout/struct.js";
import type { GenericClaims } from "../types/generic.js";
import { type DecodeOptions, verify } from "./decode.js";
import { splitToken } from "./split-token.js";

/**
 * Decodes any token as a free claim and verifies its signature against its own issuer, in the style that the header
 * names. This is the decoder for chat posts and delete requests; it checks neither version nor kind of the issuer.
 *
 * @throws AuthError as `decodeToken`, but for version, kind, subject and issuer.
 * @example
 * ```ts
 * import { decodeGeneric } from "@kchat/auth";
 *
 * decodeGeneric(token).nats?.["msg"];
 * ```
 */
export function decodeGeneric(token: string, options: DecodeOptions = {}): GenericClaims {
  const { mode = "strict" } = options;
  const parts = splitToken(token, mode);
  const { type, tags } = topLevel.read(parts.payload, "claim", mode) as {
    type?: string;
    tags?: readonly string[];
  };
  const claims = readClaims("generic", parts.payload, mode);
  const v1 = parts.algorithm === "ed25519";
  verify(parts, claims.iss ?? "", v1, mode);
  if (!v1) return claims;
  const moved = { ...(type ? { type } : {}), ...(tags?.length ? { tags } : {}) };
  if (claims.nats === undefined && Object.keys(moved).length > 0) {
    throw new AuthError(
      "ERR_CLAIM_MALFORMED",
      'a token with "type" but no "nats", which Go does not survive',
    );
  }
  return Object.keys(moved).length === 0
    ? claims
    : { ...claims, nats: { ...claims.nats, ...moved } };
}

/** Members that version 1 had at the top, in claims of any kind; their types are checked in every token. */
const topLevel = struct([field("tags", texts), field("type", text), field("version", int64)]);
