import type { DecodedPublicKey } from "./public-key.js";

/** A canonical public key that was decoded before; never handed out, since its bytes could be changed. */
export interface KnownKey extends DecodedPublicKey {
  /** The key as an Ed25519 backend imported it. */
  imported?: { readonly backend: string; readonly key: unknown };
}

// Few keys are in most tokens, and checking a text costs more than finding it.
const CAPACITY = 512;
let recent = new Map<string, KnownKey>();
let older = new Map<string, KnownKey>();
let made: { readonly text: string; readonly key: KnownKey } | undefined;

export function knownKey(text: string): KnownKey | undefined {
  if (text === made?.text) return made.key;
  const hit = recent.get(text);
  if (hit !== undefined) return hit;
  const old = older.get(text);
  if (old !== undefined) rememberKey(text, old);
  return old;
}

/** A key made here is named by the next claim and mostly never again, so it does not displace another. */
export function rememberMadeKey(text: string, key: KnownKey): void {
  made = { text, key };
}

/** Two generations approximate least recently used without bookkeeping at each hit. */
export function rememberKey(text: string, key: KnownKey): void {
  if (recent.size >= CAPACITY) {
    older = recent;
    recent = new Map();
  }
  recent.set(text, key);
}
