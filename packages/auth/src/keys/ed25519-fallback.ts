import { fromPublic, fromSeed } from "@nats-io/nkeys";
import type { Ed25519Backend } from "./ed25519.js";
import { decodePublicKey, encodePublicKey } from "./public-key.js";
import { encodeSeed } from "./seed.js";

// Order of the group, little endian (RFC 8032 section 5.1).
const L = Uint8Array.of(
  0xed,
  0xd3,
  0xf5,
  0x5c,
  0x1a,
  0x63,
  0x12,
  0x58,
  0xd6,
  0x9c,
  0xf7,
  0xa2,
  0xde,
  0xf9,
  0xde,
  0x14,
  0,
  0,
  0,
  0,
  0,
  0,
  0,
  0,
  0,
  0,
  0,
  0,
  0,
  0,
  0,
  0x10,
);

/** Ed25519 in plain JavaScript, by nkeys and tweetnacl: about 150 times slower than native. */
export const fallbackEd25519: Ed25519Backend = {
  name: "tweetnacl",
  randomBytes(length) {
    return globalThis.crypto.getRandomValues(new Uint8Array(length));
  },
  importSeed(raw) {
    const pair = fromSeed(new TextEncoder().encode(encodeSeed("user", raw)));
    return {
      publicBytes: decodePublicKey(pair.getPublicKey()).bytes,
      sign: (data) => pair.sign(data),
    };
  },
  importPublic(bytes) {
    const pair = fromPublic(encodePublicKey("user", bytes));
    return {
      // tweetnacl takes S + L for S, so that anyone can make a second valid signature (dchest/tweetnacl-js#253).
      verify: (data, signature) =>
        signature.length === 64 && isBelowOrder(signature) && pair.verify(data, signature),
    };
  },
};

function isBelowOrder(signature: Uint8Array): boolean {
  for (let i = 31; i >= 0; i -= 1) {
    const s = signature[32 + i] as number;
    const l = L[i] as number;
    if (s !== l) return s < l;
  }
  return false;
}
