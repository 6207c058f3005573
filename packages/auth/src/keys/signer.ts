import type { PublicKey } from "./public-key.js";

/**
 * Whoever can sign for a public key: a key pair of ours, a KMS, an HSM, Vault, another process.
 * The private key never has to be here.
 */
export interface Signer {
  readonly publicKey: PublicKey;
  /** The 64 byte Ed25519 signature of the data. */
  sign(data: Uint8Array): Promise<Uint8Array> | Uint8Array;
}

/** A signer that answers at once, such as a key pair. */
export interface SyncSigner extends Signer {
  sign(data: Uint8Array): Uint8Array;
}
