import { AuthError } from "../errors/auth-error.js";
import { type Ed25519PublicKey, ed25519 } from "./ed25519.js";
import { cleared, type KeyPair, onlyCurveKeys } from "./key-pair.js";
import type { KeyKind } from "./kind.js";
import type { PublicKeyOf } from "./public-key.js";

/** A key pair without its private half: it verifies. */
export class PublicKeyPair<Kind extends KeyKind> implements KeyPair<PublicKeyOf[Kind]> {
  readonly kind: Kind;
  readonly #text: PublicKeyOf[Kind];
  #bytes: Uint8Array | undefined;
  #public: Ed25519PublicKey | undefined;

  constructor(kind: Kind, text: PublicKeyOf[Kind], bytes: Uint8Array) {
    this.kind = kind;
    this.#text = text;
    this.#bytes = bytes;
  }

  get publicKey(): PublicKeyOf[Kind] {
    return this.getPublicKey();
  }

  getPublicKey(): PublicKeyOf[Kind] {
    if (this.#bytes === undefined) throw cleared();
    return this.#text;
  }

  getSeed(): never {
    throw publicOnly("give out a seed");
  }

  getPrivateKey(): never {
    throw publicOnly("give out a private key");
  }

  sign(): never {
    throw this.kind === "curve" ? curveCannotSign() : publicOnly("sign");
  }

  verify(data: Uint8Array, signature: Uint8Array): boolean {
    if (this.#bytes === undefined) throw cleared();
    if (this.kind === "curve") throw curveCannotSign();
    this.#public ??= ed25519().importPublic(this.#bytes);
    return this.#public.verify(data, signature);
  }

  clear(): void {
    this.#bytes = undefined;
    this.#public = undefined;
  }

  seal(): never {
    throw this.kind === "curve" ? publicOnly("seal") : onlyCurveKeys();
  }

  open(): never {
    throw this.kind === "curve" ? publicOnly("open") : onlyCurveKeys();
  }
}

export function curveCannotSign(): AuthError {
  return new AuthError("ERR_KEY_OPERATION", "nkeys: curve key is not valid for sign/verify");
}

function publicOnly(what: string): AuthError {
  return new AuthError(
    "ERR_NO_PRIVATE_KEY",
    `nkeys: can not ${what}, no private key available: this key pair came from a public key`,
  );
}
