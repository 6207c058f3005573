import { fromCurveSeed } from "@nats-io/nkeys";
import { AuthError } from "../errors/auth-error.js";
import { ed25519 } from "./ed25519.js";
import { cleared, type KeyPair } from "./key-pair.js";
import { type CurveKey, parsePublicKey } from "./public-key.js";
import { curveCannotSign } from "./public-key-pair.js";
import { encodePrivateKey, encodeSeed } from "./seed.js";

const encoder = new TextEncoder();
const VERSION = encoder.encode("xkv1");
const NONCE_LENGTH = 24;

/** An x25519 key that seals and opens `xkv1` boxes (nkeys: xkeys.go). */
export class CurveKeyPair implements KeyPair<CurveKey> {
  readonly kind = "curve";
  #raw: Uint8Array | undefined;
  #publicKey: CurveKey | undefined;

  /** Takes ownership of `raw`, which `clear()` overwrites. */
  constructor(raw: Uint8Array) {
    this.#raw = raw;
  }

  get publicKey(): CurveKey {
    return this.getPublicKey();
  }

  getPublicKey(): CurveKey {
    const box = this.#box();
    this.#publicKey ??= box.getPublicKey() as CurveKey;
    return this.#publicKey;
  }

  getSeed(): Uint8Array {
    return encoder.encode(encodeSeed("curve", this.#secret()));
  }

  getPrivateKey(): Uint8Array {
    return encoder.encode(encodePrivateKey(this.#secret()));
  }

  sign(): never {
    throw curveCannotSign();
  }

  verify(): never {
    throw curveCannotSign();
  }

  seal(data: Uint8Array, recipient: string, nonce?: Uint8Array): Uint8Array {
    if (nonce !== undefined && nonce.length !== NONCE_LENGTH) {
      throw new TypeError(`a nonce has ${NONCE_LENGTH} bytes, got ${nonce.length}`);
    }
    const to = curveKey(recipient, "recipient");
    return this.#box().seal(data, to, nonce ?? ed25519().randomBytes(NONCE_LENGTH));
  }

  open(message: Uint8Array, sender: string): Uint8Array | null {
    const box = this.#box();

    if (message.length <= VERSION.length + NONCE_LENGTH) {
      throw sealedMalformed(`is not valid: ${message.length} bytes are too few for a box`);
    }
    if (VERSION.some((byte, i) => message[i] !== byte)) {
      throw sealedMalformed('wrong version: it does not start with "xkv1"');
    }
    return box.open(message, curveKey(sender, "sender"));
  }

  clear(): void {
    this.#raw?.fill(0);
    this.#raw = undefined;
  }

  /** Keeps the secret out of logs and JSON. */
  toJSON(): { kind: "curve"; publicKey: string | undefined } {
    return { kind: this.kind, publicKey: this.#publicKey };
  }

  #box(): ReturnType<typeof fromCurveSeed> {
    return fromCurveSeed(encoder.encode(encodeSeed("curve", this.#secret())));
  }

  #secret(): Uint8Array {
    if (this.#raw === undefined) throw cleared();
    return this.#raw;
  }
}

/** The other side's key, or Go's text and what is wrong with it. */
function curveKey(text: string, role: "sender" | "recipient"): CurveKey {
  try {
    return parsePublicKey(text, "curve");
  } catch (cause) {
    if (!AuthError.isInstance(cause)) throw cause;
    const message = `nkeys: not a valid ${role} public curve key: ${cause.message}`;
    throw new AuthError(cause.code, message, { cause });
  }
}

function sealedMalformed(reason: string): AuthError {
  return new AuthError("ERR_SEALED_MALFORMED", `nkeys: encrypted input ${reason}`);
}
