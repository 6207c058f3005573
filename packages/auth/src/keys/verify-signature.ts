import { type Ed25519BackendName, type Ed25519PublicKey, ed25519 } from "./ed25519.js";
import type { KeyKind } from "./kind.js";
import { decodePublicKey } from "./public-key.js";
import type { KeyMode } from "./strkey.js";

interface KnownKey {
  readonly kind: KeyKind;
  readonly backend: Ed25519BackendName;
  readonly key: Ed25519PublicKey;
}

// Importing a key costs a tenth of a verification and few issuers sign most tokens. Only canonical texts get in.
const CAPACITY = 256;
let recent = new Map<string, KnownKey>();
let older = new Map<string, KnownKey>();

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
  if (signature.length !== 64) return false;
  const { kind, key } = known(publicKey, options.mode ?? "strict");
  return kind !== "curve" && key.verify(data, signature);
}

/** Kind of a public key. */
export function keyKindOf(publicKey: string, mode: KeyMode = "strict"): KeyKind {
  return known(publicKey, mode).kind;
}

function known(publicKey: string, mode: KeyMode): KnownKey {
  const backend = ed25519();
  const hit = recent.get(publicKey) ?? older.get(publicKey);
  if (hit !== undefined && hit.backend === backend.name) {
    if (!recent.has(publicKey)) remember(publicKey, hit);
    return hit;
  }
  const { kind, bytes } = decodePublicKey(publicKey, { mode });
  const found: KnownKey = { kind, backend: backend.name, key: backend.importPublic(bytes) };
  if (mode === "strict") remember(publicKey, found);
  return found;
}

/** Two generations approximate least recently used without bookkeeping at each hit. */
function remember(publicKey: string, key: KnownKey): void {
  if (recent.size >= CAPACITY) {
    older = recent;
    recent = new Map();
  }
  recent.set(publicKey, key);
}
