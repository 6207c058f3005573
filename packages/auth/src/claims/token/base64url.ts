import { AuthError } from "../../errors/auth-error.js";

interface NodeBuffer {
  from(
    data: ArrayBufferLike,
    offset: number,
    length: number,
  ): { toString(encoding: string): string };
  from(text: string, encoding: string): Uint8Array;
}
const { Buffer } = globalThis as unknown as { Buffer?: NodeBuffer };

const ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
const ONLY_ALPHABET = /^[A-Za-z0-9_-]*$/;
const LINE_BREAKS = /[\r\n]/g;

/**
 * Base64url without padding, of bytes or of text in UTF-8.
 *
 * @example
 * ```ts
 * import { base64urlEncode } from "@kchat/auth";
 *
 * base64urlEncode("hi"); // "aGk"
 * ```
 */
export function base64urlEncode(data: Uint8Array | string): string {
  if (Buffer !== undefined) {
    const bytes =
      typeof data === "string"
        ? Buffer.from(data, "utf8")
        : Buffer.from(data.buffer, data.byteOffset, data.byteLength);
    return bytes.toString("base64url");
  }
  const bytes = typeof data === "string" ? new TextEncoder().encode(data) : data;
  let binary = "";
  for (const byte of bytes) binary += String.fromCharCode(byte);
  return btoa(binary).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}

/** How base64url is read. */
export interface Base64urlDecodeOptions {
  /**
   * `go` skips line breaks and ignores spare bits at the end, so that several texts give the same bytes.
   * @default "strict"
   */
  readonly mode?: "strict" | "go" | undefined;
}

/**
 * Bytes of base64url without padding.
 *
 * @throws AuthError `ERR_TOKEN_MALFORMED` for padding, other characters and, in strict mode, other spellings.
 * @example
 * ```ts
 * import { base64urlDecode } from "@kchat/auth";
 *
 * new TextDecoder().decode(base64urlDecode("aGk")); // "hi"
 * ```
 */
export function base64urlDecode(text: string, options: Base64urlDecodeOptions = {}): Uint8Array {
  const compact = options.mode === "go" ? text.replace(LINE_BREAKS, "") : text;
  const rest = compact.length % 4;
  if (!ONLY_ALPHABET.test(compact) || rest === 1) {
    throw new AuthError(
      "ERR_TOKEN_MALFORMED",
      "illegal base64 data: expected base64url without padding, white space or line breaks",
    );
  }
  if (options.mode !== "go" && rest !== 0) {
    const spare = ALPHABET.indexOf(compact[compact.length - 1] as string) & (rest === 2 ? 15 : 3);
    if (spare !== 0) {
      throw new AuthError(
        "ERR_TOKEN_MALFORMED",
        "base64 that is not canonical: its last character was changed; expected the issuer's text",
      );
    }
  }
  if (Buffer !== undefined) return Buffer.from(compact, "base64url");
  const binary = atob(compact.replaceAll("-", "+").replaceAll("_", "/"));
  return Uint8Array.from(binary, (character) => character.charCodeAt(0));
}

/** Bytes of text that is known to be ASCII, such as the chunks of a token. */
export function asciiBytes(text: string): Uint8Array {
  return Buffer === undefined ? new TextEncoder().encode(text) : Buffer.from(text, "latin1");
}

const decoder = new TextDecoder("utf-8", { ignoreBOM: true });

/** Text of UTF-8 bytes; what is not UTF-8 becomes U+FFFD. */
export function utf8Text(bytes: Uint8Array): string {
  return Buffer === undefined
    ? decoder.decode(bytes)
    : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString("utf8");
}
