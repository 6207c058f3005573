import type { Ed25519Backend } from "./ed25519.js";
import { type NodeKeyObject, nodeCrypto } from "./node-crypto.js";
import { randomPool } from "./random-pool.js";

// Importing a private JWK is an order of magnitude faster than PKCS#8 and the import ignores `x`, so that a
// constant will do. `generateKeyPairSync` is avoided: exporting its keys as JWK can deadlock (seen on Node 20.20).
const ANY_X = "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo";

/** Ed25519 of `node:crypto` with key objects kept; undefined where the platform has none. */
export function nativeEd25519(): Ed25519Backend | undefined {
  const crypto = nodeCrypto();
  if (crypto === undefined) return undefined;
  const { Buffer } = globalThis as unknown as { Buffer: NodeBuffer };
  const importPublic = (x: string): NodeKeyObject =>
    crypto.createPublicKey({ key: { kty: "OKP", crv: "Ed25519", x }, format: "jwk" });
  return {
    name: "node:crypto",
    randomBytes: randomPool((bytes) => crypto.randomFillSync(bytes)),
    importSeed(raw) {
      const d = Buffer.from(raw.buffer, raw.byteOffset, raw.byteLength).toString("base64url");
      const key = crypto.createPrivateKey({
        key: { kty: "OKP", crv: "Ed25519", d, x: ANY_X },
        format: "jwk",
      });
      const { x } = key.export({ format: "jwk" });
      return {
        // A copy of its own: a small buffer is part of a pool, and its `slice` shares memory.
        publicBytes: new Uint8Array(Buffer.from(x, "base64url")),
        sign: (data) => crypto.sign(null, data, key),
      };
    },
    importPublic(bytes) {
      const x = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString("base64url");
      const key = importPublic(x);
      return { verify: (data, signature) => crypto.verify(null, data, key, signature) };
    },
  };
}

interface NodeBuffer {
  from(data: ArrayBufferLike, byteOffset: number, length: number): { toString(e: string): string };
  from(text: string, encoding: "base64url"): Uint8Array;
}
