import { AuthError } from "../../errors/auth-error.js";
import type { KeyKind } from "../../keys/kind.js";
import { type PublicKeyOf, parsePublicKey } from "../../keys/public-key.js";
import type { BaseClaims } from "../types/base.js";

/** What a builder takes: the base members that are the caller's, and the body. */
export type NewClaims<C extends BaseClaims & { readonly nats?: object | undefined }> = Pick<
  C,
  "aud" | "exp" | "name" | "nbf"
> & { readonly nats?: C["nats"] | undefined };

/** The base members of a new claim, with the subject's key checked. */
export function newBase<Kind extends KeyKind>(
  subject: string,
  kind: Kind,
  { aud, exp, name, nbf }: Pick<BaseClaims, "aud" | "exp" | "name" | "nbf">,
): BaseClaims & { readonly sub: PublicKeyOf[Kind] } {
  const sub = parsePublicKey(subject, kind);
  assertSeconds("exp", exp);
  assertSeconds("nbf", nbf);
  const base: Mutable<BaseClaims> & { sub: PublicKeyOf[Kind] } = { sub };
  if (aud !== undefined) base.aud = aud;
  if (exp !== undefined) base.exp = exp;
  if (name !== undefined) base.name = name;
  if (nbf !== undefined) base.nbf = nbf;
  return base;
}

type Mutable<T> = { -readonly [Member in keyof T]: T[Member] };

/** Milliseconds given for seconds make a token that practically never expires. */
const LATEST = 99_999_999_999;

function assertSeconds(member: string, value: number | undefined): void {
  if (value === undefined || (Number.isInteger(value) && value >= 0 && value <= LATEST)) return;
  throw new AuthError(
    "ERR_CLAIM_MALFORMED",
    `${member} is ${value}; expected whole Unix seconds (not milliseconds)`,
  );
}
