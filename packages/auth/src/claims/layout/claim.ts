import { assertBounded } from "../json/bounds.js";
import type { BaseClaims } from "../types/base.js";
import type { ClaimKind, ClaimsOf } from "../types/claims.js";
import type { Codec, ReadMode } from "./codec.js";
import { free, map } from "./collections.js";
import { NATS } from "./nats.js";
import { seconds, text } from "./scalars.js";
import { always, type Field, field, struct } from "./struct.js";

const baseFields: readonly Field[] = [
  field("aud", text),
  field("exp", seconds),
  field("jti", text),
  field("iat", seconds),
  field("iss", text),
  field("name", text),
  field("nbf", seconds),
  field("sub", text),
];

const claim = (kind: ClaimKind): Codec =>
  struct([
    ...baseFields,
    kind === "generic" ? field("nats", map(free)) : always("nats", NATS[kind]),
  ]);

const CLAIM: Readonly<Record<ClaimKind, Codec>> = {
  operator: claim("operator"),
  account: claim("account"),
  user: claim("user"),
  activation: claim("activation"),
  authorization_request: claim("authorization_request"),
  authorization_response: claim("authorization_response"),
  generic: claim("generic"),
};

/**
 * JSON text of a claim exactly as Go's `json.Marshal` writes it: member order, dropped empty members, sorted maps and escapes.
 * Exports and imports keep their order, which only encoding changes.
 *
 * @throws AuthError `ERR_CLAIM_MALFORMED` for members of a wrong type.
 * @example
 * ```ts
 * import { claimJson } from "@kchat/auth";
 *
 * claimJson("user", { sub: "U...", nats: {} }); // {"sub":"U...","nats":{"pub":{},"sub":{}}}
 * ```
 */
export function claimJson<Kind extends ClaimKind>(kind: Kind, claims: ClaimsOf[Kind]): string {
  return CLAIM[kind].write(claims, "claim");
}

/**
 * Loads parsed JSON as a claim of a kind, without any signature: types are checked, unknown members dropped.
 *
 * @throws AuthError `ERR_CLAIM_MALFORMED`, `ERR_TOO_MANY_VALUES`.
 * @example
 * ```ts
 * import { loadClaims } from "@kchat/auth";
 *
 * loadClaims("user", { sub: "U...", nats: { subs: -1, unknown: 1 } }); // without `unknown`
 * ```
 */
export function loadClaims<Kind extends ClaimKind>(
  kind: Kind,
  value: unknown,
  options: { readonly mode?: ReadMode | undefined } = {},
): ClaimsOf[Kind] {
  assertBounded(value);
  return readClaims(kind, value, options.mode ?? "strict");
}

const base = struct(baseFields);

/** Only the members that claims of every kind have. */
export function readBase(value: unknown, mode: ReadMode): BaseClaims {
  return { sub: "", ...(base.read(value, "claim", mode) as object) };
}

/** {@link loadClaims} for values that `parseJson` made, which keeps to the bounds itself. */
export function readClaims<Kind extends ClaimKind>(
  kind: Kind,
  value: unknown,
  mode: ReadMode,
): ClaimsOf[Kind] {
  const claims = CLAIM[kind].read(value, "claim", mode) as Record<string, unknown>;
  if (kind !== "generic") claims.nats ??= {};
  claims.sub ??= "";
  return claims as unknown as ClaimsOf[Kind];
}
