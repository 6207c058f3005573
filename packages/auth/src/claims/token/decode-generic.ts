import { readClaims } from "../layout/claim.js";
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
  const { type, tags, ...payload } = parts.payload;
  const claims = readClaims("generic", payload, mode);
  const v1 = parts.algorithm === "ed25519";
  verify(parts, claims.iss ?? "", v1, mode);
  if (!v1 || (typeof type !== "string" && !Array.isArray(tags))) return claims;
  return {
    ...claims,
    nats: {
      ...claims.nats,
      ...(typeof type === "string" && type !== "" ? { type } : {}),
      ...(Array.isArray(tags) && tags.length > 0 ? { tags: tags.map(String) } : {}),
    },
  };
}
