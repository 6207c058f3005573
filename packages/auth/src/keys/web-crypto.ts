import { AuthError } from "../errors/auth-error.js";
import type { SigningKind } from "./kind.js";
import { encodePublicKey, type PublicKeyOf } from "./public-key.js";
import type { Signer } from "./signer.js";

/** A key of WebCrypto; every `CryptoKey` has this shape, in browsers and in Node. */
export interface WebCryptoKey {
  readonly type: string;
  readonly algorithm: { readonly name: string };
  readonly extractable: boolean;
}

/** A key pair of WebCrypto, as `crypto.subtle.generateKey("Ed25519", …)` makes it. */
export interface WebCryptoKeyPair {
  readonly publicKey: WebCryptoKey;
  readonly privateKey: WebCryptoKey;
}

/** A signer whose public key is of a known kind. */
export interface WebCryptoSigner<Kind extends SigningKind = SigningKind> extends Signer {
  readonly publicKey: PublicKeyOf[Kind];
  sign(data: Uint8Array): Promise<Uint8Array>;
}

/** What this package uses of `crypto.subtle`, so that one declaration fits browsers and Node. */
interface Subtle {
  exportKey(format: "raw", key: WebCryptoKey): Promise<ArrayBuffer>;
  sign(algorithm: "Ed25519", key: WebCryptoKey, data: Uint8Array): Promise<ArrayBuffer>;
}

/**
 * A signer on the platform's own Ed25519 by WebCrypto. With a key that is not extractable nobody can read the private
 * half, not even a script that got into the page; such a key pair can be kept in IndexedDB.
 *
 * It is asynchronous, as all of WebCrypto is: it issues claims, but can't stand in for a {@link KeyPair} where a
 * signature is due at once, as when a client connects.
 *
 * @throws AuthError `ERR_SIGNER` where there is no WebCrypto (browsers have it over HTTPS and on localhost) or the keys
 * are not of Ed25519.
 * @example
 * ```ts
 * import { createUser, issueUserAsync, webCryptoSigner } from "@kchat/auth";
 *
 * declare const account: string; // which names the signer's key among its signing keys
 * const keys = await crypto.subtle.generateKey("Ed25519", false, ["sign", "verify"]);
 * const signer = await webCryptoSigner("account", keys);
 * const jwt = await issueUserAsync(signer, { user: createUser().publicKey, account, name: "ada" });
 * ```
 */
export async function webCryptoSigner<Kind extends SigningKind>(
  kind: Kind,
  keys: WebCryptoKeyPair,
): Promise<WebCryptoSigner<Kind>> {
  const { subtle } = (globalThis as { crypto?: { subtle?: unknown } }).crypto ?? {};
  if (subtle === undefined) {
    throw unusable("there is no WebCrypto here: browsers have it over HTTPS and on localhost only");
  }
  const { publicKey, privateKey } = keys;
  const names = [publicKey, privateKey].map(({ algorithm, type }) => `${type} ${algorithm.name}`);
  if (names.join() !== "public Ed25519,private Ed25519") {
    throw unusable(`expected a public and a private key of Ed25519, got ${names.join(" and ")}`);
  }
  const { exportKey, sign } = subtle as Subtle;
  const bytes = await exportKey.call(subtle, "raw", publicKey).catch((cause: unknown) => {
    throw unusable("its public key can't be exported; import it as extractable", cause);
  });
  return {
    publicKey: encodePublicKey(kind, new Uint8Array(bytes)),
    sign: async (data) => new Uint8Array(await sign.call(subtle, "Ed25519", privateKey, data)),
  };
}

function unusable(reason: string, cause?: unknown): AuthError {
  return new AuthError("ERR_SIGNER", `a key of WebCrypto can't sign: ${reason}`, { cause });
}
