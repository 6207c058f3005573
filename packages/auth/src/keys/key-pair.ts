import { AuthError } from "../errors/auth-error.js";
import { type Ed25519PrivateKey, type Ed25519PublicKey, ed25519 } from "./ed25519.js";
import type { SigningKind } from "./kind.js";
import { rememberMadeKey } from "./known-keys.js";
import { latin1Bytes } from "./latin1.js";
import { encodePublicKey, type PublicKey, type PublicKeyOf } from "./public-key.js";
import { encodePrivateKey, encodeSeed } from "./seed.js";

/**
 * A key that signs and verifies (or, a curve key, seals and opens).
 *
 * It is a drop-in for the `KeyPair` of `nkeys.js` and `@nats-io/nkeys`: pass it to `nkeyAuthenticator`, to
 * `jwtAuthenticator` (as its seed) or wherever else these take one. It is also a {@link Signer}.
 */
export interface KeyPair<Key extends PublicKey = PublicKey> {
  /** The canonical public key; the same as `getPublicKey()`. */
  readonly publicKey: Key;
  /** The canonical public key. */
  getPublicKey(): Key;
  /**
   * A copy of the seed text as bytes, which the caller may wipe.
   * @throws AuthError `ERR_NO_PRIVATE_KEY`, `ERR_KEY_CLEARED`.
   */
  getSeed(): Uint8Array;
  /**
   * A copy of the private key text (`P...`) as bytes; prefer the seed.
   * @throws AuthError `ERR_NO_PRIVATE_KEY`, `ERR_KEY_CLEARED`.
   */
  getPrivateKey(): Uint8Array;
  /**
   * The 64 byte Ed25519 signature of the data.
   * @throws AuthError `ERR_NO_PRIVATE_KEY`, `ERR_KEY_CLEARED`, `ERR_KEY_OPERATION` on a curve key.
   */
  sign(data: Uint8Array): Uint8Array;
  /**
   * Whether this key made the signature. Any second encoding of a signature (S >= L) is refused.
   * @throws AuthError `ERR_KEY_CLEARED`, `ERR_KEY_OPERATION` on a curve key.
   */
  verify(data: Uint8Array, signature: Uint8Array): boolean;
  /** Wipes the seed bytes and drops the key; every later use throws `ERR_KEY_CLEARED`. */
  clear(): void;
  /**
   * Encrypts and authenticates for the owner of `recipient` (curve keys only), compatible with Go's `xkv1`.
   * @param nonce 24 bytes that must never repeat; random by default.
   * @throws AuthError `ERR_KEY_OPERATION`, `ERR_KEY_CLEARED`, `ERR_KEY_MALFORMED`.
   */
  seal(data: Uint8Array, recipient: string, nonce?: Uint8Array): Uint8Array;
  /**
   * Decrypts what the owner of `sender` sealed for this key (curve keys only); null when it was not.
   * @throws AuthError `ERR_SEALED_MALFORMED`, `ERR_KEY_OPERATION`, `ERR_KEY_CLEARED`, `ERR_KEY_MALFORMED`.
   */
  open(message: Uint8Array, sender: string): Uint8Array | null;
}

/** The key pair of an operator, account, user, server or cluster. */
export class SigningKeyPair<Kind extends SigningKind> implements KeyPair<PublicKeyOf[Kind]> {
  readonly kind: Kind;
  #raw: Uint8Array | undefined;
  #private: Ed25519PrivateKey | undefined;
  #public: Ed25519PublicKey | undefined;
  #publicKey: PublicKeyOf[Kind] | undefined;

  /** Takes ownership of `raw`, which `clear()` overwrites. */
  constructor(kind: Kind, raw: Uint8Array) {
    this.kind = kind;
    this.#raw = raw;
    this.#private = ed25519().importSeed(raw);
  }

  get publicKey(): PublicKeyOf[Kind] {
    return this.getPublicKey();
  }

  getPublicKey(): PublicKeyOf[Kind] {
    const { publicBytes } = this.#key();
    if (this.#publicKey === undefined) {
      this.#publicKey = encodePublicKey(this.kind, publicBytes);
      rememberMadeKey(this.#publicKey, { kind: this.kind, bytes: publicBytes });
    }
    return this.#publicKey;
  }

  getSeed(): Uint8Array {
    return latin1Bytes(encodeSeed(this.kind, this.#secret()));
  }

  getPrivateKey(): Uint8Array {
    const both = new Uint8Array(64);
    both.set(this.#secret());
    both.set(this.#key().publicBytes, 32);
    const text = latin1Bytes(encodePrivateKey(both));
    both.fill(0);
    return text;
  }

  sign(data: Uint8Array): Uint8Array {
    return this.#key().sign(data);
  }

  verify(data: Uint8Array, signature: Uint8Array): boolean {
    this.#public ??= ed25519().importPublic(this.#key().publicBytes);
    return this.#public.verify(data, signature);
  }

  clear(): void {
    this.#raw?.fill(0);
    this.#raw = undefined;
    this.#private = undefined;
    this.#public = undefined;
  }

  seal(): never {
    throw onlyCurveKeys();
  }

  open(): never {
    throw onlyCurveKeys();
  }

  /** Keeps the secret out of logs and JSON. */
  toJSON(): { kind: Kind; publicKey: string | undefined } {
    return { kind: this.kind, publicKey: this.#publicKey };
  }

  #key(): Ed25519PrivateKey {
    if (this.#private === undefined) throw cleared();
    return this.#private;
  }

  #secret(): Uint8Array {
    if (this.#raw === undefined) throw cleared();
    return this.#raw;
  }
}

export function cleared(): AuthError {
  return new AuthError("ERR_KEY_CLEARED", "nkeys: pair is cleared: clear() was called on this key");
}

export function onlyCurveKeys(): AuthError {
  return new AuthError(
    "ERR_KEY_OPERATION",
    "nkeys: only curve keys can seal and open; make one with createCurve()",
  );
}
