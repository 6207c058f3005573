import { goTrim } from "../claims/json/go-text.js";
import type { ReadMode } from "../claims/layout/codec.js";
import { decodeUser } from "../claims/token/decode.js";
import { AuthError } from "../errors/auth-error.js";
import { fromSeed } from "../keys/create.js";
import type { KeyPair } from "../keys/key-pair.js";
import type { UserKey } from "../keys/public-key.js";
import { findBlocks } from "./blocks.js";

/** How creds are read. */
export interface ParseCredsOptions {
  /**
   * `strict` demands a verifiable user token and the seed that belongs to it; `go` takes the two texts as they are.
   * @default "strict"
   */
  readonly mode?: ReadMode | undefined;
}

/** What a creds file holds. */
export interface Creds {
  readonly jwt: string;
  readonly keyPair: KeyPair<UserKey>;
}

/** Longer content is refused: a token has at most 1 MiB. */
const MAX_LENGTH = 2 * 1024 * 1024;

/**
 * Reads a creds file: CRLF, other labels, text around the blocks and a missing last line feed are fine. In strict mode
 * the token's signature is verified and its subject compared with the seed; expiry is not looked at.
 *
 * @throws AuthError `ERR_CREDS_MALFORMED`, `ERR_CREDS_MISMATCH`, and as `decodeUser` and `fromSeed`.
 * @example
 * ```ts
 * import { readFile } from "node:fs/promises";
 * import { parseCreds } from "@kchat/auth";
 *
 * const { jwt, keyPair } = parseCreds(await readFile("ada.creds"));
 * ```
 */
export function parseCreds(content: string | Uint8Array, options: ParseCredsOptions = {}): Creds {
  const { mode = "strict" } = options;
  const jwt = extractJwt(content, { mode });
  const keyPair = extractUserKey(content, { mode });
  if (mode === "strict" && decodeUser(jwt).sub !== keyPair.publicKey) {
    throw new AuthError(
      "ERR_CREDS_MISMATCH",
      `the seed is that of ${keyPair.publicKey}, but the token is for another user; take both from one issue`,
    );
  }
  return { jwt, keyPair };
}

/**
 * The token in a creds file or decorated text. Without any block, the content itself where it looks like a token; in
 * `go` mode the whole content, whatever it is.
 *
 * @throws AuthError `ERR_CREDS_MALFORMED`.
 * @example
 * ```ts
 * import { extractJwt } from "@kchat/auth";
 *
 * const jwt = extractJwt(credsText);
 * ```
 */
export function extractJwt(content: string | Uint8Array, options: ParseCredsOptions = {}): string {
  const text = textOf(content);
  const [block] = findBlocks(text);
  if (options.mode === "go") return block ?? text;
  const jwt = block ?? text.trim();
  if (TOKEN.test(jwt)) return jwt;
  throw new AuthError(
    "ERR_CREDS_MALFORMED",
    'no token found: expected a line of three base64url chunks under "-----BEGIN NATS USER JWT-----"',
  );
}

/**
 * The user's key in a creds file, or in a text with a bare seed line.
 *
 * @throws AuthError `ERR_CREDS_MALFORMED`, `ERR_SEED_MALFORMED`, `ERR_KEY_NOT_CANONICAL`.
 * @example
 * ```ts
 * import { extractUserKey } from "@kchat/auth";
 *
 * const keyPair = extractUserKey(credsText);
 * ```
 */
export function extractUserKey(
  content: string | Uint8Array,
  options: ParseCredsOptions = {},
): KeyPair<UserKey> {
  const text = textOf(content);
  const seed = findBlocks(text)[1] ?? firstSeedLine(text);
  if (seed === undefined) {
    throw new AuthError(
      "ERR_CREDS_MALFORMED",
      'no nkey seed found: expected a line under "-----BEGIN USER NKEY SEED-----"',
    );
  }
  if (!SEED_START.test(seed)) {
    throw new AuthError(
      "ERR_CREDS_MALFORMED",
      "doesn't contain a seed nkey: a seed starts with SU, at the start of its line",
    );
  }
  if (!seed.startsWith("SU")) {
    throw new AuthError(
      "ERR_CREDS_MALFORMED",
      "doesn't contain an user seed nkey: it starts with SU",
    );
  }
  return fromSeed(seed, options) as KeyPair<UserKey>;
}

const TOKEN = /^[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+$/;
const SEED_START = /^S[OAU]/;

function firstSeedLine(text: string): string | undefined {
  // Line by line: splitting a megabyte of line ends makes a million texts.
  for (let start = 0; start < text.length; ) {
    const found = text.indexOf("\n", start);
    const end = found < 0 ? text.length : found;
    const line = end > start ? text.slice(start, end) : "";
    if (line !== "" && SEED_START.test(goTrim(line))) return line.replace(/\r$/, "");
    start = end + 1;
  }
  return undefined;
}

// Go keeps a byte order mark as well; it may stand in front of dashes, but not of a bare seed.
const decoder = new TextDecoder("utf-8", { ignoreBOM: true });

function textOf(content: string | Uint8Array): string {
  if (content.length > MAX_LENGTH) {
    throw new AuthError(
      "ERR_CREDS_MALFORMED",
      `content has ${content.length} bytes; expected at most ${MAX_LENGTH}`,
    );
  }
  return typeof content === "string" ? content : decoder.decode(content);
}
