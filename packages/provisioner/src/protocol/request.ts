import { isName, nameRule } from "./name.js";
import type { Refusal, RefusalCode } from "./refusal.js";

/** A proof that the requester holds the key, as it travels. */
export interface Proof {
  /** When it was signed, in milliseconds since the epoch. */
  readonly at: number;
  /** 16 to 64 characters of base64url. */
  readonly nonce: string;
  /** Ed25519 signature of the statement, in base64url. */
  readonly signature: string;
}

/** A request for credentials, as it travels: JSON. The seed never does. */
export interface CredentialsRequest {
  readonly name: string;
  readonly publicKey: string;
  readonly proof: Proof;
}

/** The longest request there can be takes under 400 bytes. */
export const maxRequestBytes = 1024;

/** Reads a request; a refusal says what is wrong with it. Nothing here costs more than the request is long. */
export function parseRequest(payload: Uint8Array): CredentialsRequest | Refusal {
  if (payload.length > maxRequestBytes) {
    return refuse(
      "ERR_TOO_LARGE",
      `${payload.length} bytes; a request has at most ${maxRequestBytes}`,
    );
  }
  const value = parseJson(payload);
  if (!isMap(value) || !isMap(value.proof)) {
    return refuse("ERR_MALFORMED", "expected JSON with name, publicKey and proof");
  }
  const { name, publicKey, proof } = value;
  const { at, nonce, signature } = proof;
  if (typeof name !== "string" || !isName(name)) {
    return refuse("ERR_NAME_INVALID", `a name has ${nameRule}`);
  }
  if (typeof publicKey !== "string" || !/^U[A-Z2-7]{55}$/.test(publicKey)) {
    return refuse("ERR_KEY_INVALID", "publicKey is not the public key of a user");
  }
  if (typeof at !== "number" || !Number.isSafeInteger(at) || at < 0) {
    return refuse("ERR_MALFORMED", "proof.at is not a time in milliseconds");
  }
  if (typeof nonce !== "string" || !/^[\w-]{16,64}$/.test(nonce)) {
    return refuse("ERR_MALFORMED", "proof.nonce is not 16 to 64 characters of base64url");
  }
  if (typeof signature !== "string" || !/^[\w-]{86}$/.test(signature)) {
    return refuse("ERR_MALFORMED", "proof.signature is not a signature in base64url");
  }
  return { name, publicKey, proof: { at, nonce, signature } };
}

export function encodeRequest(request: CredentialsRequest): Uint8Array {
  return new TextEncoder().encode(JSON.stringify(request));
}

function refuse(code: RefusalCode, message: string): Refusal {
  return { code, message };
}

function parseJson(payload: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(payload));
  } catch {
    return undefined;
  }
}

function isMap(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
