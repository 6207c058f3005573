import { sha256 } from "@noble/hashes/sha2.js";
import { AuthError } from "../errors/auth-error.js";
import { base32Encode } from "../keys/base32.js";
import { MAX_GO_SUBJECT_LENGTH } from "./go-subject.js";

/** Length of 32 bytes in base32 with padding, which nkeys and `jti` do without. */
const HASH_ID_LENGTH = 56;

const literalPrefix = (subject: string): string => {
  const tokens = subject.split(".");
  const wildcard = tokens.findIndex((token) => token === "*" || token === ">");
  if (wildcard === 0) return "_";
  return (wildcard < 0 ? tokens : tokens.slice(0, wildcard)).join(".") || subject;
};

/**
 * The id under which tools file an activation: it depends on the issuer, the importing account and the
 * import subject up to its first wildcard (`jwt: v2/activation_claims.go` HashID).
 *
 * @throws {@link AuthError} `ERR_CLAIM_MALFORMED` when one of the three is empty, or longer than 65536 characters
 *
 * @example
 * ```ts
 * import { activationHashId } from "@kchat/auth";
 *
 * activationHashId({ issuer: "A…", subject: "A…", importSubject: "chat.history.>" });
 * ```
 */
export const activationHashId = (activation: {
  readonly issuer: string;
  readonly subject: string;
  readonly importSubject: string;
}): string => {
  const { issuer, subject, importSubject } = activation;
  if (!issuer || !subject || !importSubject) {
    throw new AuthError(
      "ERR_CLAIM_MALFORMED",
      "not enough data in the activaion claims to create a hash: expected an issuer, a subject and an import subject",
    );
  }
  const longest = Math.max(issuer.length, subject.length, importSubject.length);
  if (longest > MAX_GO_SUBJECT_LENGTH) {
    throw new AuthError(
      "ERR_CLAIM_MALFORMED",
      `an issuer, subject or import subject of ${longest} characters; expected at most ${MAX_GO_SUBJECT_LENGTH}`,
    );
  }
  const base = `${issuer}.${subject}.${literalPrefix(importSubject)}`;
  return base32Encode(sha256(new TextEncoder().encode(base))).padEnd(HASH_ID_LENGTH, "=");
};
