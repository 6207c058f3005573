import type { Clock, RandomSource } from "../chat/environment.js";
import type { SigningKeyPair } from "../chat/options.js";
import { type EncodedToken, encodeToken } from "./encode.js";
import { messageId } from "./message-id.js";

/** Who signs, and with which clock and randomness. */
export interface TokenAuthor {
  readonly keyPair: SigningKeyPair;
  readonly key: string;
  readonly name: string;
  readonly space: string;
  /** Never gives a time twice. */
  readonly clock: Clock;
  readonly random: RandomSource;
}

/** A signed message, ready to be sent and shown. */
export interface ComposedMessage {
  readonly id: string;
  readonly ts: number;
  /** The token's text. ASCII, so its length is its size in bytes. */
  readonly token: string;
}

/** Signs a post into a channel. */
export function composePost(author: TokenAuthor, channel: string, text: string): ComposedMessage {
  const ts = author.clock();
  return finish(ts, sign(author, ts, { sub: channel, type: "chat-post" }, { msg: text }));
}

/** Signs a direct message: recipient and space are inside, so that it can't be replayed elsewhere. */
export function composeDm(author: TokenAuthor, recipient: string, text: string): ComposedMessage {
  const ts = author.clock();
  return finish(
    ts,
    sign(author, ts, { sub: recipient, type: "chat-dm" }, { msg: text, to: recipient }),
  );
}

/** What a presence token says. */
export interface PresenceClaim {
  readonly tag?: "new" | "bye" | undefined;
  /** The heartbeat period in seconds; the token expires after two. */
  readonly periodSeconds: number;
  /** Its time is later than this, in milliseconds since the epoch: another client of the same key may have a clock ahead. */
  readonly after?: number | undefined;
}

/** A signed presence token. */
export interface ComposedPresence {
  readonly token: string;
  readonly ts: number;
  /** Seconds since the epoch. */
  readonly exp: number;
}

/** Signs a presence token. */
export function composePresence(
  author: TokenAuthor,
  { tag, periodSeconds, after = 0 }: PresenceClaim,
): ComposedPresence {
  const ts = Math.max(author.clock(), after + 1);
  const exp = Math.floor(ts / 1000) + 2 * periodSeconds;
  const claims = { exp, sub: author.key, type: "chat-online", ...(tag ? { tags: [tag] } : {}) };
  const { text } = sign(author, ts, claims, { st: "online", period: periodSeconds });
  return { token: text, ts, exp };
}

/**
 * How many bytes of text fit into a token of at most `maxBytes`, when nothing in the text needs an escape. Counted with a
 * direct message, whose claims are the longest.
 */
export function textBytesWithin(author: TokenAuthor, maxBytes: number): number {
  const claims = { sub: author.key, type: "chat-dm" };
  const anyTime = 1_800_000_000_000;
  const { text, payload } = sign(author, anyTime, claims, { msg: "", to: author.key });
  const base64Room = maxBytes - (text.length - payload.length);
  return Math.max(0, Math.floor((base64Room * 3) / 4) - Math.floor((payload.length * 3) / 4));
}

function sign(
  { keyPair, key, name, space, random }: TokenAuthor,
  ts: number,
  claims: { sub: string; type: string; exp?: number; tags?: string[] },
  body: Record<string, unknown>,
): EncodedToken {
  return encodeToken(
    {
      ...claims,
      // Random, not Go's hash: that one leaves the text out, so Go drops the second post of a second.
      jti: hex(random(16)),
      iat: Math.floor(ts / 1000),
      iss: key,
      name,
      nats: { ...body, s: space, ts },
    },
    keyPair,
  );
}

function finish(ts: number, { text, payload }: EncodedToken): ComposedMessage {
  return { id: messageId(payload), ts, token: text };
}

function hex(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
