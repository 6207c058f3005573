import { AuthError } from "../errors/auth-error.js";
import { type KeyKind, kindOfPrefix, PREFIX, PRIVATE_PREFIX, SEED_PREFIX } from "./kind.js";
import { decodeKeyText, encodeKeyText, type KeyMode } from "./strkey.js";

declare const seed: unique symbol;

/** The secret text of a key, `SO SA SU SN SC SX...`, 58 characters. Never log it. */
export type Seed = string & { readonly [seed]: true };

/** A seed taken apart. */
export interface DecodedSeed {
  readonly kind: KeyKind;
  /** The 32 secret bytes; overwrite them (`fill(0)`) when done. */
  readonly raw: Uint8Array;
}

/** How a seed is parsed. */
export interface ParseSeedOptions {
  /**
   * `go` accepts the non-canonical spellings that Go accepts.
   * @default "strict"
   */
  readonly mode?: KeyMode | undefined;
}

/**
 * Kind and raw bytes of a seed. Errors never repeat the text.
 *
 * @throws AuthError `ERR_SEED_MALFORMED`, `ERR_KEY_NOT_CANONICAL`.
 * @example
 * ```ts
 * import { createUser, decodeSeed } from "@kchat/auth";
 *
 * decodeSeed(createUser().getSeed()).kind; // "user"
 * ```
 */
export function decodeSeed(text: string | Uint8Array, options: ParseSeedOptions = {}): DecodedSeed {
  const { mode = "strict" } = options;
  const source = typeof text === "string" ? text : asciiOf(text);
  const bytes = decode(source, mode);
  const [b1 = 0, b2 = 0] = bytes;
  const kind = kindOfPrefix(((b1 & 7) << 5) | ((b2 & 0xf8) >> 3));
  if ((b1 & 0xf8) !== SEED_PREFIX || (mode === "strict" && (b2 & 7) !== 0)) {
    throw new AuthError(
      "ERR_SEED_MALFORMED",
      "nkeys: invalid seed: a seed starts with SO, SA, SU, SN, SC or SX",
    );
  }
  if (kind === undefined) {
    throw new AuthError("ERR_SEED_MALFORMED", "nkeys: invalid seed: it is of no known kind");
  }
  if (bytes.length !== 34) {
    throw new AuthError(
      "ERR_SEED_MALFORMED",
      `nkeys: invalid seed length: expected 32 bytes, got ${Math.max(bytes.length - 2, 0)}`,
    );
  }
  return { kind, raw: bytes.slice(2) };
}

/** Seed text of 32 raw bytes as a key of a kind. */
export function encodeSeed(kind: KeyKind, raw: Uint8Array): Seed {
  const prefix = PREFIX[kind];
  return encodeKeyText([SEED_PREFIX | (prefix >> 5), (prefix & 31) << 3], raw) as Seed;
}

/** Private key text, `P...`: raw seed, for signing kinds followed by the public key. */
export function encodePrivateKey(bytes: Uint8Array): string {
  return encodeKeyText([PRIVATE_PREFIX], bytes);
}

function decode(text: string, mode: KeyMode): Uint8Array {
  try {
    return decodeKeyText(text, mode);
  } catch (error) {
    if (!AuthError.isInstance(error) || error.code === "ERR_KEY_NOT_CANONICAL") throw error;
    throw new AuthError("ERR_SEED_MALFORMED", error.message);
  }
}

function asciiOf(bytes: Uint8Array): string {
  if (!(bytes instanceof Uint8Array)) throw new TypeError("a seed must be a string or Uint8Array");
  if (bytes.length > 1024) return "=";
  return String.fromCharCode(...bytes);
}
