import { AuthError } from "../../errors/auth-error.js";
import { keyKindOf, verifySignature } from "../../keys/verify-signature.js";
import { readBase, readClaims } from "../layout/claim.js";
import type { ReadMode } from "../layout/codec.js";
import type { AccountClaims } from "../types/account.js";
import type { BaseClaims } from "../types/base.js";
import type { ClaimKind, ClaimsOf } from "../types/claims.js";
import type { OperatorClaims } from "../types/operator.js";
import type { ActivationClaims } from "../types/sharing.js";
import type { UserClaims } from "../types/user.js";
import { asciiBytes, base64urlDecode } from "./base64url.js";
import { identify } from "./identify.js";
import { hadV1, migrateV1 } from "./migrate-v1.js";
import { assertIssuer, assertSubject } from "./roles.js";
import { withoutShadowedLimits } from "./shadowed-limits.js";
import { splitToken, type TokenParts } from "./split-token.js";

/** How a token is decoded. */
export interface DecodeOptions {
  /**
   * `strict` refuses every second spelling of a token or key, repeated or misspelt JSON members; `go` accepts and
   * refuses exactly what jwt 2.8.2 does.
   * @default "strict"
   */
  readonly mode?: ReadMode | undefined;
}

/** A decoded token: its kind and its claim. */
export type Decoded = {
  [Kind in ClaimKind]: { readonly kind: Kind; readonly claims: ClaimsOf[Kind] };
}[ClaimKind];

/**
 * Decodes a token of any kind and verifies its signature against its own issuer. Whether that issuer is trusted, and
 * whether the claim is valid now, are separate steps. Claims of version 1 are migrated to the shape of version 2.
 *
 * @throws AuthError `ERR_TOKEN_TOO_LARGE`, `ERR_TOKEN_MALFORMED`, `ERR_TOKEN_HEADER`, `ERR_TOKEN_VERSION`,
 * `ERR_TOKEN_KIND`, `ERR_JSON_MALFORMED`, `ERR_TOO_MANY_VALUES`, `ERR_CLAIM_MALFORMED`, `ERR_CLAIM_SUBJECT`,
 * `ERR_CLAIM_ISSUER`, `ERR_SIGNATURE`, `ERR_KEY_MALFORMED`, `ERR_KEY_NOT_CANONICAL`.
 * @example
 * ```ts
 * import { decodeToken } from "@kchat/auth";
 *
 * const { kind, claims } = decodeToken(token);
 * if (kind === "user") console.log(claims.nats.pub);
 * ```
 */
export function decodeToken(token: string, options: DecodeOptions = {}): Decoded {
  const { mode = "strict" } = options;
  const parts = splitToken(token, mode);
  const { kind, version } = identify(parts, mode);
  const loaded = load(kind, version, parts.payload, mode);
  const claims = mode === "go" && kind === "account" ? withoutShadowedLimits(loaded) : loaded;
  verify(parts, claims.iss ?? "", version <= 1, mode);
  assertIssuer(kind, keyKindOf(claims.iss ?? "", mode));
  if (mode === "strict") assertSubject(kind, claims.sub, mode);
  return { kind, claims } as Decoded;
}

function load(
  kind: ClaimKind,
  version: number,
  payload: Record<string, unknown>,
  mode: ReadMode,
): BaseClaims {
  if (version !== 1 || !hadV1(kind)) return readClaims(kind, payload, mode);
  const base = readBase(payload, mode);
  return { ...base, nats: migrateV1(kind, payload, mode) } as BaseClaims;
}

/**
 * The claim of a token: {@link decodeToken} without the kind.
 *
 * @throws AuthError as {@link decodeToken}.
 * @example
 * ```ts
 * import { decodeClaims } from "@kchat/auth";
 *
 * console.log(decodeClaims(token).sub);
 * ```
 */
export function decodeClaims(token: string, options: DecodeOptions = {}): Decoded["claims"] {
  return decodeToken(token, options).claims;
}

/**
 * Decodes an operator's token.
 *
 * @throws AuthError as {@link decodeToken}; `ERR_TOKEN_KIND` for another kind.
 * @example
 * ```ts
 * import { decodeOperator } from "@kchat/auth";
 *
 * decodeOperator(token).nats.signing_keys;
 * ```
 */
export const decodeOperator = (token: string, options?: DecodeOptions): OperatorClaims =>
  decodeAs("operator", token, options);

/**
 * Decodes an account's token.
 *
 * @throws AuthError as {@link decodeToken}; `ERR_TOKEN_KIND` for another kind.
 * @example
 * ```ts
 * import { decodeAccount } from "@kchat/auth";
 *
 * decodeAccount(token).nats.limits;
 * ```
 */
export const decodeAccount = (token: string, options?: DecodeOptions): AccountClaims =>
  decodeAs("account", token, options);

/**
 * Decodes a user's token.
 *
 * @throws AuthError as {@link decodeToken}; `ERR_TOKEN_KIND` for another kind.
 * @example
 * ```ts
 * import { decodeUser } from "@kchat/auth";
 *
 * decodeUser(token).nats.issuer_account;
 * ```
 */
export const decodeUser = (token: string, options?: DecodeOptions): UserClaims =>
  decodeAs("user", token, options);

/**
 * Decodes an activation token.
 *
 * @throws AuthError as {@link decodeToken}; `ERR_TOKEN_KIND` for another kind.
 * @example
 * ```ts
 * import { decodeActivation } from "@kchat/auth";
 *
 * decodeActivation(token).nats.subject;
 * ```
 */
export const decodeActivation = (token: string, options?: DecodeOptions): ActivationClaims =>
  decodeAs("activation", token, options);

function decodeAs<Kind extends ClaimKind>(
  expected: Kind,
  token: string,
  options: DecodeOptions = {},
): ClaimsOf[Kind] {
  const { kind, claims } = decodeToken(token, options);
  if (kind === expected) return claims as ClaimsOf[Kind];
  throw new AuthError("ERR_TOKEN_KIND", `expected the token of kind "${expected}", got "${kind}"`);
}

/** Checks the signature by the issuer that the token itself names. */
export function verify(
  { signedV1, signedV2, signature }: TokenParts,
  issuer: string,
  v1: boolean,
  mode: ReadMode,
): void {
  const bytes = base64urlDecode(signature, { mode });
  const failed = `claim failed V${v1 ? 1 : 2} signature verification: its issuer ${issuer.slice(0, 8)}...`;
  let isGood: boolean;
  try {
    isGood = verifySignature(issuer, asciiBytes(v1 ? signedV1 : signedV2), bytes, { mode });
  } catch (cause) {
    if (!AuthError.isInstance(cause)) throw cause;
    throw new AuthError(cause.code, `${failed} is no key: ${cause.message}`, { cause });
  }
  if (!isGood) throw new AuthError("ERR_SIGNATURE", `${failed} did not sign this content`);
}
