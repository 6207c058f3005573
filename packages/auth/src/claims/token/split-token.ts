import { AuthError } from "../../errors/auth-error.js";
import { parseJson } from "../json/parse-json.js";
import type { ReadMode } from "../layout/codec.js";
import { isObject } from "../layout/collections.js";
import { base64urlDecode, utf8Text } from "./base64url.js";

/** Longest token that is looked at, in characters (jwt: decoder.go MaxTokenSize). */
const MAX_TOKEN_LENGTH = 1024 * 1024;

/** A token taken apart; nothing is verified yet. */
export interface TokenParts {
  /** Algorithm as the header spells it. */
  readonly algorithm: string;
  readonly payload: Record<string, unknown>;
  readonly signature: Uint8Array;
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
    signature: base64urlDecode(token.slice(second + 1), { mode }),
    signedV1: chunk,
    signedV2: token.slice(0, second),
  };
}

function algorithmOf(chunk: string, mode: ReadMode): string {
  const header = objectOf(chunk, mode, "header");
  const typ = member(header, "typ", mode);
  const alg = member(header, "alg", mode);
  if (typ.toUpperCase() !== "JWT") {
    throw new AuthError(
      "ERR_TOKEN_HEADER",
      `not supported type "${typ.slice(0, 32)}"; expected "JWT"`,
    );
  }
  const known = mode === "go" ? alg.toLowerCase() : alg;
  if (known !== "ed25519-nkey" && known !== "ed25519") {
    throw new AuthError(
      "ERR_TOKEN_HEADER",
      `unexpected "${alg.slice(0, 32)}" algorithm; expected "ed25519-nkey"`,
    );
  }
  return alg;
}

function member(header: Record<string, unknown>, name: string, mode: ReadMode): string {
  let value = header[name];
  if (mode === "go") {
    for (const key of Object.keys(header)) if (key.toLowerCase() === name) value = header[key];
  }
  if (value === undefined || value === null) return "";
  if (typeof value === "string") return value;
  throw new AuthError("ERR_TOKEN_HEADER", `header member "${name}" is not a string`);
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
  const text = utf8Text(bytes);
  // Only a text with a replacement character can have been invalid.
  if (mode === "go" || !text.includes("\ufffd")) return text;
  try {
    return strictDecoder.decode(bytes);
  } catch (cause) {
    throw new AuthError("ERR_TOKEN_MALFORMED", "a chunk is not UTF-8 text", { cause });
  }
}
