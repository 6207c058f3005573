import { AuthError } from "../../errors/auth-error.js";
import { goQuote } from "../../validation/go-quote.js";
import { withGoReplacements } from "../json/go-utf8.js";
import { parseJson } from "../json/parse-json.js";
import type { ReadMode } from "../layout/codec.js";
import { isObject } from "../layout/collections.js";
import { text } from "../layout/scalars.js";
import { field, struct } from "../layout/struct.js";
import { base64urlDecode, utf8Text } from "./base64url.js";

/** Longest token that is looked at, in characters (jwt: decoder.go MaxTokenSize). */
const MAX_TOKEN_LENGTH = 1024 * 1024;

/** A token taken apart; nothing is verified yet. */
export interface TokenParts {
  /** Algorithm as the header spells it. */
  readonly algorithm: string;
  readonly payload: Record<string, unknown>;
  /** Not decoded yet. */
  readonly signature: string;
  /** What a signature of version 1 covers: the payload chunk. */
  readonly signedV1: string;
  /** What a signature of version 2 covers: header and payload chunks. */
  readonly signedV2: string;
}

// base64url of {"typ":"JWT","alg":"ed25519-nkey"}: the header of nearly every token.
const USUAL_HEADER = "eyJ0eXAiOiJKV1QiLCJhbGciOiJlZDI1NTE5LW5rZXkifQ";

export function splitToken(token: string, mode: ReadMode): TokenParts {
  if (typeof token !== "string") throw new TypeError("a token must be a string");
  if (token.length > MAX_TOKEN_LENGTH) {
    throw new AuthError(
      "ERR_TOKEN_TOO_LARGE",
      `token has ${token.length} characters; expected at most ${MAX_TOKEN_LENGTH}`,
    );
  }
  const first = token.indexOf(".");
  const second = token.indexOf(".", first + 1);
  if (first < 0 || second < 0 || token.includes(".", second + 1)) {
    throw new AuthError("ERR_TOKEN_MALFORMED", "expected 3 chunks with dots between them");
  }
  const header = token.slice(0, first);
  const algorithm = header === USUAL_HEADER ? "ed25519-nkey" : algorithmOf(header, mode);
  const chunk = token.slice(first + 1, second);
  return {
    algorithm,
    payload: objectOf(chunk, mode, "payload"),
    signature: token.slice(second + 1),
    signedV1: chunk,
    signedV2: token.slice(0, second),
  };
}

function algorithmOf(chunk: string, mode: ReadMode): string {
  const header = objectOf(chunk, mode, "header");
  const { typ = "", alg = "" } = readHeader(header, mode);
  if (typ.toUpperCase() !== "JWT") {
    throw new AuthError(
      "ERR_TOKEN_HEADER",
      `not supported type ${goQuote(typ.slice(0, 32))}; expected "JWT"`,
    );
  }
  const known = mode === "go" ? alg.toLowerCase() : alg;
  if (known !== "ed25519-nkey" && known !== "ed25519") {
    throw new AuthError(
      "ERR_TOKEN_HEADER",
      `unexpected ${goQuote(alg.slice(0, 32))} algorithm; expected "ed25519-nkey"`,
    );
  }
  return alg;
}

const headerCodec = struct([field("typ", text), field("alg", text)]);

function readHeader(value: unknown, mode: ReadMode): { typ?: string; alg?: string } {
  try {
    return headerCodec.read(value, "header", mode) as { typ?: string; alg?: string };
  } catch (cause) {
    if (!AuthError.isInstance(cause)) throw cause;
    throw new AuthError("ERR_TOKEN_HEADER", `unknown header: ${cause.message}`, { cause });
  }
}

function objectOf(chunk: string, mode: ReadMode, what: string): Record<string, unknown> {
  const value = parseJson(utf8(base64urlDecode(chunk, { mode }), mode), {
    duplicates: mode === "strict" ? "refuse" : "last",
  });
  if (isObject(value)) return value;
  // Go reads `null` into a struct as nothing at all.
  if (value === null && mode === "go") return {};
  throw new AuthError("ERR_TOKEN_MALFORMED", `the ${what} is not a JSON object`);
}

const strictDecoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

function utf8(bytes: Uint8Array, mode: ReadMode): string {
  const decoded = utf8Text(bytes);
  // Only a text with a replacement character can have been invalid.
  if (!decoded.includes("\ufffd")) return decoded;
  if (mode === "go") return utf8Text(withGoReplacements(bytes));
  try {
    return strictDecoder.decode(bytes);
  } catch (cause) {
    throw new AuthError("ERR_TOKEN_MALFORMED", "a chunk is not UTF-8 text", { cause });
  }
}
