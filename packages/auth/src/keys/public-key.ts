import { AuthError } from "../errors/auth-error.js";
import { type KeyKind, kindOfPrefix, PREFIX } from "./kind.js";
import { type KnownKey, knownKey, rememberKey } from "./known-keys.js";
import { decodeKeyText, encodeKeyText, type KeyMode, readKeyText } from "./strkey.js";

/** Characters of prefix, 32 bytes and checksum in base32. */
const PUBLIC_KEY_LENGTH = 56;

declare const keyKind: unique symbol;
type Key<Kind extends KeyKind> = string & { readonly [keyKind]: Kind };

/** Public key of an operator, `O...`. */
export type OperatorKey = Key<"operator">;
/** Public key of an account or of its signing key, `A...`. */
export type AccountKey = Key<"account">;
/** Public key of a user, `U...`. */
export type UserKey = Key<"user">;
/** Public key of a server, `N...`. */
export type ServerKey = Key<"server">;
/** Public key of a cluster, `C...`. */
export type ClusterKey = Key<"cluster">;
/** Public curve key (xkey), `X...`. */
export type CurveKey = Key<"curve">;

/** The branded public key of each kind. */
export interface PublicKeyOf {
  operator: OperatorKey;
  account: AccountKey;
  user: UserKey;
  server: ServerKey;
  cluster: ClusterKey;
  curve: CurveKey;
}

/** A public key in its canonical text form. */
export type PublicKey = PublicKeyOf[KeyKind];

/** How a public key is parsed. */
export interface ParseKeyOptions {
  /**
   * `go` accepts the non-canonical spellings that Go accepts and returns the canonical text.
   * @default "strict"
   */
  readonly mode?: KeyMode | undefined;
}

/** A public key taken apart. */
export interface DecodedPublicKey {
  readonly kind: KeyKind;
  /** The 32 bytes of the key. */
  readonly bytes: Uint8Array;
}

/**
 * Checks a public key and brands it, so that text from outside can't be mistaken for a checked key.
 *
 * The strict mode takes exactly one spelling of each key: servers compare keys as text, so a user JWT with
 * another spelling would dodge its revocation.
 *
 * @throws AuthError `ERR_KEY_MALFORMED`, `ERR_KEY_NOT_CANONICAL`, or `ERR_KEY_KIND` when `kind` is another one.
 * @example
 * ```ts
 * import { createUser, parsePublicKey } from "@kchat/auth";
 *
 * const key = parsePublicKey(createUser().getPublicKey(), "user"); // UserKey
 * ```
 */
export function parsePublicKey(
  text: string,
  kind?: undefined,
  options?: ParseKeyOptions,
): PublicKey;
export function parsePublicKey<Kind extends KeyKind>(
  text: string,
  kind: Kind,
  options?: ParseKeyOptions,
): PublicKeyOf[Kind];
export function parsePublicKey(
  text: string,
  kind?: KeyKind,
  options: ParseKeyOptions = {},
): PublicKey {
  const { mode = "strict" } = options;
  const decoded = lookUpKey(text, mode);
  if (kind !== undefined && decoded.kind !== kind) {
    throw new AuthError(
      "ERR_KEY_KIND",
      `expected the public key of ${article(kind)}, got that of ${article(decoded.kind)}`,
    );
  }
  return mode === "strict" ? (text as PublicKey) : encodePublicKey(decoded.kind, decoded.bytes);
}

/**
 * Kind and bytes of a public key.
 *
 * @throws AuthError `ERR_KEY_MALFORMED`, `ERR_KEY_NOT_CANONICAL`.
 * @example
 * ```ts
 * import { createAccount, decodePublicKey } from "@kchat/auth";
 *
 * decodePublicKey(createAccount().getPublicKey()).kind; // "account"
 * ```
 */
export function decodePublicKey(text: string, options: ParseKeyOptions = {}): DecodedPublicKey {
  const { kind, bytes } = lookUpKey(text, options.mode ?? "strict");
  return { kind, bytes: bytes.slice() };
}

/** As {@link decodePublicKey}, but shared: the bytes must not be changed. */
export function lookUpKey(text: string, mode: KeyMode): KnownKey {
  const known = knownKey(text);
  if (known !== undefined) return known;
  const key = decode(text, mode);
  if (mode === "strict") rememberKey(text, key);
  return key;
}

/**
 * True when `text` is the canonical spelling of a public key (of this kind).
 *
 * @example
 * ```ts
 * import { isPublicKey } from "@kchat/auth";
 *
 * isPublicKey("not a key", "user"); // false
 * ```
 */
export function isPublicKey(
  text: string,
  kind?: undefined,
  options?: ParseKeyOptions,
): text is PublicKey;
export function isPublicKey<Kind extends KeyKind>(
  text: string,
  kind: Kind,
  options?: ParseKeyOptions,
): text is PublicKeyOf[Kind];
export function isPublicKey(text: string, kind?: KeyKind, options: ParseKeyOptions = {}): boolean {
  const { mode = "strict" } = options;
  // An error costs more than everything else here, and claims are full of texts that could be keys.
  if (mode === "strict" && text?.length !== PUBLIC_KEY_LENGTH) return false;
  try {
    if (mode === "go" && kind !== undefined) return looksLikeKind(text, kind);
    const decoded = lookUpKey(text, mode);
    return kind === undefined || decoded.kind === kind;
  } catch {
    return false;
  }
}

/** Go's checks of one kind look at the upper five bits of the prefix only, and not at the length (nkeys: strkey.go Decode). */
function looksLikeKind(text: string, kind: KeyKind): boolean {
  const decoded = readKeyText(text, "go");
  if (!(decoded instanceof Uint8Array)) return false;
  const [prefix = 0] = decoded;
  return (prefix & 0xf8) === PREFIX[kind];
}

/** Text form of 32 raw bytes as a public key of a kind. */
export function encodePublicKey<Kind extends KeyKind>(
  kind: Kind,
  bytes: Uint8Array,
): PublicKeyOf[Kind] {
  return encodeKeyText([PREFIX[kind]], bytes) as PublicKeyOf[Kind];
}

export function article(kind: KeyKind): string {
  return kind === "operator" || kind === "account" ? `an ${kind}` : `a ${kind}`;
}

function decode(text: string, mode: KeyMode): DecodedPublicKey {
  if (typeof text !== "string") throw new TypeError("a public key must be a string");
  const raw = decodeKeyText(text, mode);
  const kind = kindOfPrefix(raw[0] as number);
  if (kind === undefined) {
    throw new AuthError(
      "ERR_KEY_MALFORMED",
      "nkeys: invalid public key: it starts with O, A, U, N, C or X",
    );
  }
  if (raw.length !== 33) {
    throw new AuthError(
      "ERR_KEY_MALFORMED",
      `nkeys: invalid public key: expected 32 bytes, got ${raw.length - 1}`,
    );
  }
  return { kind, bytes: raw.subarray(1) };
}
