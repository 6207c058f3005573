import { type Ed25519PublicKey, ed25519 } from "./ed25519.js";
import type { KeyKind } from "./kind.js";
import type { KnownKey } from "./known-keys.js";
import { lookUpKey } from "./public-key.js";
import type { KeyMode } from "./strkey.js";

/**
 * Whether the owner of a public key made a signature. Curve keys never did.
 *
 * @throws AuthError `ERR_KEY_MALFORMED`, `ERR_KEY_NOT_CANONICAL`.
 * @example
 * ```ts
 * import { createUser, verifySignature } from "@kchat/auth";
 *
 * const user = createUser();
 * const data = new TextEncoder().encode("hi");
 * verifySignature(user.publicKey, data, user.sign(data)); // true
 * ```
 */
export function verifySignature(
  publicKey: string,
  data: Uint8Array,
  signature: Uint8Array,
  options: { readonly mode?: KeyMode | undefined } = {},
): boolean {
  const key = lookUpKey(publicKey, options.mode ?? "strict");
  if (key.kind === "curve" || key.bytes.length !== 32 || signature.length !== 64) return false;
  return imported(key).verify(data, signature);
}

/** Kind of a public key. */
export function keyKindOf(publicKey: string, mode: KeyMode = "strict"): KeyKind {
  return lookUpKey(publicKey, mode).kind;
}

/** Importing costs a tenth of a verification, so it is done once a key. */
function imported(known: KnownKey): Ed25519PublicKey {
  const backend = ed25519();
  if (known.imported?.backend !== backend.name) {
    known.imported = { backend: backend.name, key: backend.importPublic(known.bytes) };
  }
  return known.imported.key as Ed25519PublicKey;
}
