import { deepStrictEqual, equal, notEqual, ok, throws } from "node:assert/strict";
import {
  AuthError,
  decodePublicKey,
  decodeSeed,
  fromPublic,
  fromSeed,
  isPublicKey,
  type KeyPair,
} from "../../src/index.js";
import { kindOfPrefix, PRIVATE_PREFIX, SEED_PREFIX } from "../../src/keys/kind.js";
import { decodeKeyText } from "../../src/keys/strkey.js";
import {
  type Case,
  goldenKey,
  isLibraryText,
  kindOfLabel,
  rawSeed,
  readVectors,
} from "./vectors.js";

interface NkeyVectors {
  readonly keys: readonly {
    label: string;
    raw_seed_hex: string;
    seed: string;
    public: string;
    private: string;
  }[];
  readonly signatures: readonly {
    label: string;
    message: string;
    signature_hex: string;
    signature_b64url: string;
  }[];
  readonly sealed: readonly {
    from: string;
    to: string;
    plaintext: string;
    nonce_hex: string;
    sealed_hex: string;
    open_error?: string;
  }[];
  readonly bad_public: readonly {
    input: string;
    FromPublicKey: string;
    IsValidPublicAccountKey: string;
    Prefix: string;
  }[];
  readonly bad_seeds: readonly { input: string; FromSeed: string }[];
}

const text = (bytes: Uint8Array): string => Buffer.from(bytes).toString();
const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString("hex");
const utf8 = (message: string): Uint8Array => new TextEncoder().encode(message);
const refused = (run: () => unknown): void => throws(run, AuthError.isInstance);

export function* nkeyCases(dir: string): Iterable<Case> {
  const vectors = readVectors<NkeyVectors>(dir, "nkeys.json");
  if (vectors === undefined) return;
  for (const key of vectors.keys) {
    yield {
      name: `nkeys: ${key.label} has Go's texts`,
      run() {
        const pair = goldenKey(key.label);
        equal(hex(rawSeed(key.label)), key.raw_seed_hex);
        equal(text(pair.getSeed()), key.seed);
        equal(pair.getPublicKey(), key.public);
        equal(text(pair.getPrivateKey()), key.private);
        equal(hex(decodeSeed(key.seed).raw), key.raw_seed_hex);
        equal(fromSeed(key.seed).publicKey, key.public);
        equal(decodePublicKey(key.public).kind, kindOfLabel(key.label));
      },
    };
  }
  for (const { label, message, signature_hex, signature_b64url } of vectors.signatures) {
    yield {
      name: `nkeys: ${label} signs ${JSON.stringify(message.slice(0, 20))} as Go does`,
      run() {
        const pair = goldenKey(label);
        const signature = pair.sign(utf8(message));
        equal(hex(signature), signature_hex);
        equal(Buffer.from(signature).toString("base64url"), signature_b64url);
        verifiesOnly(pair, utf8(message), signature);
        verifiesOnly(fromPublic(pair.publicKey), utf8(message), signature);
      },
    };
  }
  for (const [index, box] of vectors.sealed.entries()) {
    yield { name: `nkeys: sealed box ${index}`, run: () => seals(box) };
  }
  for (const { input, FromPublicKey, IsValidPublicAccountKey, Prefix } of vectors.bad_public) {
    yield {
      name: `nkeys: bad public key ${JSON.stringify(input)}`,
      run() {
        refused(() => fromPublic(input));
        equal(isPublicKey(input), false);
        equal(String(isPublicKey(input, "account", { mode: "go" })), IsValidPublicAccountKey);
        agrees(() => fromPublic(input, { mode: "go" }), FromPublicKey);
        equal(prefixOf(input), Prefix);
      },
    };
  }
  for (const { input, FromSeed } of vectors.bad_seeds) {
    yield {
      name: `nkeys: bad seed ${JSON.stringify(input.slice(0, 8))}...`,
      run() {
        refused(() => fromSeed(input));
        agrees(() => fromSeed(input, { mode: "go" }), FromSeed);
      },
    };
  }
}

/** What `nkeys.Prefix` says: it looks at the first byte of any text whose checksum is right. */
function prefixOf(input: string): string {
  let first: number | undefined;
  try {
    [first] = decodeKeyText(input, "go");
  } catch {
    return "unknown";
  }
  const kind = kindOfPrefix(first as number);
  if (kind !== undefined) return kind === "curve" ? "x25519" : kind;
  if (first === PRIVATE_PREFIX) return "private";
  return ((first as number) & 0xf8) === SEED_PREFIX ? "seed" : "unknown";
}

function agrees(run: () => unknown, outcome: string): void {
  if (outcome === "ok") {
    run();
    return;
  }
  throws(run, (error) => {
    ok(AuthError.isInstance(error));
    if (isLibraryText(outcome)) ok(error.message.includes(outcome), `${error.message}: ${outcome}`);
    return true;
  });
}

function verifiesOnly(pair: KeyPair, message: Uint8Array, signature: Uint8Array): void {
  ok(pair.verify(message, signature));
  for (const bytes of [message, signature]) {
    for (let bit = 0; bit < bytes.length * 8; bit += 7) {
      const flipped = Uint8Array.from(bytes);
      flipped[bit >> 3] = (flipped[bit >> 3] as number) ^ (1 << (bit & 7));
      const [m, s] = bytes === message ? [flipped, signature] : [message, flipped];
      equal(pair.verify(m, s), false);
    }
  }
  equal(pair.verify(message, withOrderAdded(signature)), false);
}

/** The second signature that a lax verifier takes: S + L. */
export function withOrderAdded(signature: Uint8Array): Uint8Array {
  const order = 2n ** 252n + 27742317777372353535851937790883648493n;
  const second = Uint8Array.from(signature);
  let s = BigInt(`0x${hex(Uint8Array.from(signature.subarray(32)).reverse())}`) + order;
  for (let i = 32; i < 64; i += 1, s >>= 8n) second[i] = Number(s & 255n);
  return second;
}

function seals(box: NkeyVectors["sealed"][number]): void {
  const from = goldenKey(box.from);
  const to = goldenKey(box.to);
  const sealed = Buffer.from(box.sealed_hex, "hex");
  if (box.open_error !== undefined) {
    equal(opened(to, sealed, from.publicKey), undefined);
    return;
  }
  const nonce = Buffer.from(box.nonce_hex, "hex");
  equal(hex(from.seal(utf8(box.plaintext), to.publicKey, nonce)), box.sealed_hex);
  deepStrictEqual(opened(to, sealed, from.publicKey), box.plaintext);
  for (let bit = 0; bit < sealed.length * 8; bit += 5) {
    const flipped = Uint8Array.from(sealed);
    flipped[bit >> 3] = (flipped[bit >> 3] as number) ^ (1 << (bit & 7));
    equal(opened(to, flipped, from.publicKey), undefined);
  }
  for (let length = 0; length < sealed.length; length += 3) {
    equal(opened(to, sealed.subarray(0, length), from.publicKey), undefined);
  }
  const stranger = goldenKey("xkey-stranger");
  notEqual(stranger.publicKey, from.publicKey);
  equal(opened(to, sealed, stranger.publicKey), undefined);
}

/** The plaintext, or undefined when opening is refused in either way. */
function opened(pair: KeyPair, message: Uint8Array, sender: string): string | undefined {
  try {
    const plain = pair.open(message, sender);
    return plain === null ? undefined : text(plain);
  } catch (error) {
    ok(AuthError.isInstance(error));
    return undefined;
  }
}
