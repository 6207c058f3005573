import { base64urlDecode } from "@kchat/auth";
import {
  hasClaimTypes,
  isJsonObject,
  type JsonObject,
  kindOf,
  type TokenClaims,
  type TokenKind,
} from "./claims.js";

/** Larger than every token that the chat makes, smaller than what could hurt. */
export const maxTokenBytes = 16_384;

/** A token with the right shape. Nothing in it is proved until `verifyToken` says so. */
export interface ParsedToken {
  /** 1: signed over the payload chunk. 2: over `header.payload`. */
  readonly version: 1 | 2;
  readonly kind: TokenKind;
  readonly header: JsonObject;
  readonly claims: TokenClaims;
  /** What the signature covers, as received: a re-encoding could differ. */
  readonly signed: string;
  /** The payload chunk, as received: a message's id is its hash. */
  readonly payload: string;
  readonly signature: Uint8Array;
}

/** What is wrong with a token. */
export type TokenFlaw = "size" | "format" | "header" | "issuer" | "signature";

/**
 * Reads a token's text. Total: every input gives a token or a flaw, in time linear in its length, and inputs above
 * `maxTokenBytes` are not looked at.
 */
export function parseToken(text: string): ParsedToken | TokenFlaw {
  if (text.length > maxTokenBytes) return "size";
  const [head, payload, tail, ...rest] = text.split(".", 4);
  if (head === undefined || payload === undefined || tail === undefined || rest.length > 0) {
    return "format";
  }
  const header = readObject(head);
  const claims = readObject(payload);
  const signature = decode(tail);
  if (!header || !claims || !signature || !hasClaimTypes(claims)) return "format";
  const version = versionOf(header);
  if (version === undefined) return "header";
  if (typeof claims.iss !== "string") return "issuer";
  if (signature.length !== 64) return "signature";
  const checked = claims as TokenClaims;
  return {
    version,
    kind: kindOf(checked, version),
    header,
    claims: checked,
    signed: version === 1 ? payload : `${head}.${payload}`,
    payload,
    signature,
  };
}

function versionOf(header: JsonObject): 1 | 2 | undefined {
  const { typ, alg } = header;
  if (typeof typ !== "string" || typ.toLowerCase() !== "jwt") return undefined;
  if (alg === "ed25519") return 1;
  if (alg === "ed25519-nkey") return 2;
  return undefined;
}

function readObject(chunk: string): JsonObject | undefined {
  const bytes = decode(chunk);
  if (!bytes) return undefined;
  try {
    const value: unknown = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
    return isJsonObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

function decode(chunk: string): Uint8Array | undefined {
  try {
    return base64urlDecode(chunk);
  } catch {
    return undefined;
  }
}
