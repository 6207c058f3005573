import { SAFE_LENGTH } from "../claims/json/bounds.js";
import { utf8Text } from "../claims/token/base64url.js";
import { decodeToken } from "../claims/token/decode.js";
import { justIssued } from "../claims/token/just-issued.js";
import { AuthError } from "../errors/auth-error.js";
import { fromSeed } from "../keys/create.js";
import type { KeyPair } from "../keys/key-pair.js";
import type { KeyKind } from "../keys/kind.js";
import { decodeSeed } from "../keys/seed.js";
import { peekToken } from "./peek.js";

/** The secret half of a credential: a key pair, or its seed. */
export type SecretKey = Pick<KeyPair, "getSeed" | "getPublicKey"> | string | Uint8Array;

/**
 * The text of a creds file: a user's token and seed, to the byte as jwt and nsc write it. Write it with mode 0600.
 *
 * @throws AuthError `ERR_TOKEN_KIND` for a token of another kind, `ERR_KEY_KIND` for a seed of another kind,
 * `ERR_CREDS_MISMATCH` when the seed is not that of the token's subject, and as `decodeToken` when the token was
 * changed.
 * @example
 * ```ts
 * import { createAccount, createUser, formatCreds, issueUser } from "@kchat/auth";
 *
 * const user = createUser();
 * const account = createAccount();
 * const jwt = issueUser(account, {
 *   user: user.publicKey,
 *   account: account.publicKey,
 *   name: "ada",
 *   grant: { pub: { allow: ["chat.>"] } },
 * });
 * const text = formatCreds(jwt, user);
 * ```
 */
export function formatCreds(jwt: string, key: SecretKey): string {
  const token = jwt.trim();
  const { kind, subject } = readSigned(token);
  if (kind !== "user") {
    throw new AuthError(
      "ERR_TOKEN_KIND",
      `"${kind.slice(0, 32)}" cannot be serialized as a user config: creds hold a user's token`,
    );
  }
  const seed = seedText(key);
  if (!seed.startsWith("SU")) {
    throw new AuthError("ERR_KEY_KIND", "nkey seed is not an user seed: it starts with SU");
  }
  const publicKey =
    typeof key === "string" || key instanceof Uint8Array
      ? fromSeed(seed).getPublicKey()
      : key.getPublicKey();
  if (publicKey !== subject) {
    throw new AuthError(
      "ERR_CREDS_MISMATCH",
      `nkey seed does not match the jwt subject: the seed is that of ${publicKey}, the token is for ${subject.slice(0, 64)}`,
    );
  }
  return `${jwtBlock("USER", token)}\n${seedBlock("USER", seed)}`;
}

/**
 * A token between its decorating lines, as nsc prints it.
 *
 * @throws AuthError as `decodeToken`.
 * @example
 * ```ts
 * import { decorateJwt } from "@kchat/auth";
 *
 * decorateJwt(accountToken); // -----BEGIN NATS ACCOUNT JWT----- ...
 * ```
 */
export function decorateJwt(jwt: string): string {
  const { kind } = readSigned(jwt);
  return `${jwtBlock(kind.toUpperCase(), jwt)}\n`;
}

/** Kind and subject of a verified token, as Go does; what was just signed here needs no second look. */
function readSigned(token: string): { readonly kind: string; readonly subject: string } {
  const issued = justIssued(token);
  // A free claim names its kind itself, and reading a long one bounds what it holds.
  if (issued !== undefined && issued.kind !== "generic" && token.length < SAFE_LENGTH) {
    return issued;
  }
  const peeked = peekToken(token);
  if (issued === undefined) decodeToken(token);
  return peeked;
}

const DECORATED: Readonly<Partial<Record<KeyKind, string>>> = {
  operator: "OPERATOR",
  account: "ACCOUNT",
  user: "USER",
};

/**
 * The seed of an operator, account or user with its warning and decorating lines. Secret.
 *
 * @throws AuthError `ERR_SEED_MALFORMED`, `ERR_KEY_NOT_CANONICAL`, `ERR_KEY_KIND` for other kinds.
 * @example
 * ```ts
 * import { createAccount, decorateSeed } from "@kchat/auth";
 *
 * decorateSeed(createAccount());
 * ```
 */
export function decorateSeed(key: SecretKey): string {
  const seed = seedText(key);
  const { kind, raw } = decodeSeed(seed);
  raw.fill(0);
  const label = DECORATED[kind];
  if (label === undefined) {
    throw new AuthError("ERR_KEY_KIND", `seed is not an operator, account or user seed: ${kind}`);
  }
  return seedBlock(label, seed);
}

function jwtBlock(label: string, token: string): string {
  return `-----BEGIN NATS ${label} JWT-----\n${token}\n------END NATS ${label} JWT------\n`;
}

function seedBlock(label: string, seed: string): string {
  return `************************* IMPORTANT *************************
NKEY Seed printed below can be used to sign and prove identity.
NKEYs are sensitive and should be treated as secrets.

-----BEGIN ${label} NKEY SEED-----
${seed}
------END ${label} NKEY SEED------

*************************************************************
`;
}

function seedText(key: SecretKey): string {
  if (typeof key === "string") return key.trim();
  const bytes = key instanceof Uint8Array ? key : key.getSeed();
  return utf8Text(bytes).trim();
}
