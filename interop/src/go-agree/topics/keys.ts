import { fromPublic, fromSeed, isPublicKey, type KeyKind, verifySignature } from "@kchat/auth";
import { type Case, Refused, type Topic } from "../case.js";
import { key, pair, seedOf, spoilt } from "../key-texts.js";
import type { Random } from "../random.js";
import { text } from "../texts.js";

const KINDS: readonly KeyKind[] = ["operator", "account", "user", "server", "cluster", "curve"];
const bytesOf = (value: string): Uint8Array => new TextEncoder().encode(value);
const base64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString("base64");

/** A text that may be a key, in a few damaged forms. */
function candidate(random: Random): string {
  const good = random.one(4) ? seedOf(pair(random)) : pair(random).publicKey;
  return random.one(8) ? text(random) : spoilt(random, random.one(3) ? spoilt(random, good) : good);
}

export const publicKeys: Topic = {
  name: "public keys",
  casesPerRound: 80,
  make(random) {
    const candidateText = random.one(10) ? pair(random).publicKey : candidate(random);
    return {
      question: { op: "publicKey", text: candidateText },
      ours: () => ({
        valid: Object.fromEntries(
          KINDS.map((kind) => [kind, isPublicKey(candidateText, kind, { mode: "go" })]),
        ),
        ...outcome(candidateText),
      }),
      comparable: (value) => {
        const { prefix, fromPublicKey, ...rest } = value as Record<string, string>;
        return {
          ...rest,
          fromPublicKey: /^(illegal base32)/.exec(fromPublicKey ?? "")?.[0] ?? fromPublicKey,
        };
      },
    };
  },
};

function outcome(publicKey: string): Record<string, string> {
  try {
    const pair = fromPublic(publicKey, { mode: "go" });
    return { fromPublicKey: "ok", canonical: pair.publicKey };
  } catch (error) {
    // Ours adds what to do about it.
    const message = (error as Error).message;
    return { fromPublicKey: /^(nkeys: [a-z ]+|illegal base32)/.exec(message)?.[0] ?? message };
  }
}

export const seeds: Topic = {
  name: "seeds",
  casesPerRound: 50,
  make(random) {
    const good = seedOf(pair(random));
    const seed = random.one(10) ? good : random.one(4) ? candidate(random) : spoilt(random, good);
    return {
      question: { op: "seed", data: base64(bytesOf(seed)) },
      ours: () => fromSeed(bytesOf(seed), { mode: "go" }).publicKey,
      strict: () => fromSeed(bytesOf(seed)),
    };
  },
};

export const signatures: Topic = {
  name: "signatures",
  casesPerRound: 30,
  make(random) {
    const signer = pair(random, random.pick(["operator", "account", "user", "server", "cluster"]));
    const data = random.bytes(random.int(80));
    const signature = Uint8Array.from(signer.sign(data));
    if (random.one(2)) {
      const at = random.int(64);
      signature[at] = (signature[at] ?? 0) ^ (1 << random.int(8));
    }
    const cut = random.one(8) ? signature.subarray(random.int(3)) : signature;
    const publicKey = random.one(8) ? key(random, "curve") : signer.publicKey;
    return {
      question: { op: "verify", key: publicKey, data: base64(data), nonce: base64(cut) },
      ours: () => verifySignature(publicKey, data, cut, { mode: "go" }),
    };
  },
};

export const sealed: Topic = {
  name: "sealed boxes",
  casesPerRound: 60,
  make(random): Case {
    const [from, to] = [pair(random, "curve"), pair(random, "curve")];
    const data = random.bytes(random.int(100));
    const nonce = random.bytes(24);
    if (random.one(2)) {
      // Ours seals and opens for the one spelling of a key only.
      const recipient = random.one(5)
        ? random.pick([pair(random).publicKey, "", "X"])
        : to.publicKey;
      return {
        question: {
          op: "seal",
          seed: seedOf(from),
          key: recipient,
          data: base64(data),
          nonce: base64(nonce),
        },
        ours: () => base64(from.seal(data, recipient, nonce)),
      };
    }
    const box = Uint8Array.from(from.seal(data, to.publicKey, nonce));
    if (random.one(3)) {
      const at = random.int(box.length);
      box[at] = (box[at] ?? 0) ^ (1 << random.int(8));
    }
    const cut = random.one(4) ? box.subarray(0, random.int(box.length)) : box;
    const sender = random.one(5) ? random.pick([pair(random).publicKey, "", "X"]) : from.publicKey;
    return {
      question: { op: "open", seed: seedOf(to), key: sender, data: base64(cut) },
      ours: () => {
        const plain = to.open(cut, sender);
        // As nkeys.js does where the box does not belong to the keys.
        if (plain === null) throw new Refused("no box of these keys");
        return base64(plain);
      },
    };
  },
};
