import { createHash } from "node:crypto";
import { base64urlEncode, encodeClaims, fromRawSeed, type KeyPair } from "@kchat/auth";
import { messageId } from "../src/token/message-id.js";
import type { Random } from "./random.js";

const encoder = new TextEncoder();

/** A key that every run knows. */
export function knownKey(kind: "user" | "account", label: string): KeyPair {
  return fromRawSeed(kind, createHash("sha256").update(`kchat/chat-fuzz/${label}`).digest());
}

/** Who can sign: members, and a key of a kind that is no member. */
export const senders: readonly KeyPair[] = [
  ...Array.from({ length: 40 }, (_, index) => knownKey("user", `sender-${index}`)),
  knownKey("account", "stranger"),
];

const headers = [
  '{"typ":"jwt","alg":"ed25519"}',
  '{"typ":"jwt","alg":"ed25519"}',
  '{"typ":"JWT","alg":"ed25519-nkey"}',
];

/** A signed token. */
export interface Signed {
  readonly text: string;
  /** The id that a receiver has to give it. */
  readonly id: string;
}

/** Signs any payload, whatever it is, in one of the two versions of tokens. */
export function signPayload(payload: string, keyPair: KeyPair, random: Random): Signed {
  const header = random.pick(headers);
  const chunk = base64urlEncode(encoder.encode(payload));
  const head = base64urlEncode(encoder.encode(header));
  const covered = header.includes("nkey") ? `${head}.${chunk}` : chunk;
  const signature = base64urlEncode(keyPair.sign(encoder.encode(covered)));
  return { text: `${head}.${chunk}.${signature}`, id: messageId(chunk) };
}

/** Claims as a member would send them at this time, of one of the three kinds. */
export function claimsOf(keyPair: KeyPair, me: string, now: number, random: Random) {
  const iss = keyPair.getPublicKey();
  const base = { jti: String(random.int(1e9)), iat: Math.floor(now / 1_000), iss, name: "alice" };
  const body = { s: "KUBECON", ts: now };
  switch (random.int(3)) {
    case 0:
      return {
        ...base,
        exp: base.iat + 60,
        sub: iss,
        type: "chat-online",
        nats: { ...body, st: "online", stt: "here", period: 30 },
      };
    case 1:
      return { ...base, sub: "General", type: "chat-post", nats: { ...body, msg: "hello" } };
    default:
      return { ...base, sub: me, type: "chat-dm", nats: { ...body, msg: "psst", to: me } };
  }
}

/** The user JWT of a member, by an issuer that the space trusts. */
export const jwtOf = (keyPair: KeyPair, issuer: KeyPair): string =>
  encodeClaims("user", { sub: keyPair.getPublicKey(), name: "alice", nats: {} }, issuer);
