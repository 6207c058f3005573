import { fallbackEd25519 } from "./ed25519-fallback.js";
import { nativeEd25519 } from "./ed25519-native.js";

/** Which implementation signs and verifies in this process. */
export type Ed25519BackendName = "node:crypto" | "tweetnacl";

/** A private key, imported once and used many times. */
export interface Ed25519PrivateKey {
  /** The 32 public bytes. */
  readonly publicBytes: Uint8Array;
  sign(data: Uint8Array): Uint8Array;
}

/** A public key, imported once and used many times. */
export interface Ed25519PublicKey {
  verify(data: Uint8Array, signature: Uint8Array): boolean;
}

/** One implementation of Ed25519 (RFC 8032): strict about S < L, deterministic, synchronous. */
export interface Ed25519Backend {
  readonly name: Ed25519BackendName;
  importSeed(raw: Uint8Array): Ed25519PrivateKey;
  importPublic(bytes: Uint8Array): Ed25519PublicKey;
  randomBytes(length: number): Uint8Array;
}

let chosen: Ed25519Backend | undefined;

/** The backend of this process: chosen at first use, native where `node:crypto` is there. */
export function ed25519(): Ed25519Backend {
  chosen ??= nativeEd25519() ?? fallbackEd25519;
  return chosen;
}

/**
 * Name of the Ed25519 implementation in use: `node:crypto` on Node (fast), `tweetnacl` elsewhere.
 *
 * @example
 * ```ts
 * import { ed25519Backend } from "@kchat/auth";
 *
 * console.log(ed25519Backend()); // "node:crypto"
 * ```
 */
export function ed25519Backend(): Ed25519BackendName {
  return ed25519().name;
}

/**
 * Forces an implementation for keys made from now on, e.g. to test what browsers run.
 *
 * @returns the name now in use; `node:crypto` is not available outside Node.
 * @example
 * ```ts
 * import { useEd25519Backend } from "@kchat/auth";
 *
 * useEd25519Backend("tweetnacl");
 * ```
 */
export function useEd25519Backend(name: Ed25519BackendName): Ed25519BackendName {
  chosen = (name === "node:crypto" ? nativeEd25519() : undefined) ?? fallbackEd25519;
  return chosen.name;
}
