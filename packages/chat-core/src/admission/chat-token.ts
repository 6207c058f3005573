import type { JsonObject } from "../token/claims.js";
import { isTime } from "../token/claims.js";
import { messageId } from "../token/message-id.js";
import type { ParsedToken } from "../token/parse.js";

/** A token of one of the three kinds that travel in a room, as the chat reads it. */
export type ChatToken = PresenceToken | PostToken | DmToken;

interface TokenBase {
  /** The hash of the payload chunk. */
  readonly id: string;
  /** The signer's key. */
  readonly from: string;
  /** The name that the token claims, as it was sent. */
  readonly name: string;
  /** Milliseconds since the epoch: `nats.ts`, else `iat`, which has a second's resolution. */
  readonly ts: number | undefined;
  /** Seconds since the epoch. */
  readonly exp: number | undefined;
  /** Seconds since the epoch. */
  readonly nbf: number | undefined;
  readonly sub: string | undefined;
  /** `nats.s`; Go's tokens have none. */
  readonly space: string | undefined;
}

/** A heartbeat, a hello (`new`) or a goodbye (`bye`). */
export interface PresenceToken extends TokenBase {
  readonly kind: "online";
  readonly hello: boolean;
  readonly bye: boolean;
  readonly status: "online" | "away" | "busy";
  readonly statusText: string | undefined;
}

/** A post into a channel. */
interface PostToken extends TokenBase {
  readonly kind: "post";
  readonly text: string;
}

/** A direct message. */
interface DmToken extends TokenBase {
  readonly kind: "dm";
  readonly text: string;
  /** `nats.to`; Go's tokens have none. */
  readonly to: string | undefined;
}

/** Reads a parsed token as a chat token; the reason when it isn't one. */
export function readChatToken(token: ParsedToken): ChatToken | "shape" | "text" {
  const { claims, kind } = token;
  const body: JsonObject = claims.nats ?? {};
  const { s, to, ts, msg } = body;
  if (!isTextOrAbsent(s) || !isTextOrAbsent(to) || (ts !== undefined && !isTime(ts)))
    return "shape";
  const base: TokenBase = {
    id: messageId(token.payload),
    from: claims.iss,
    name: claims.name ?? "",
    ts: ts ?? (claims.iat === undefined ? undefined : claims.iat * 1000),
    exp: claims.exp || undefined,
    nbf: claims.nbf || undefined,
    sub: claims.sub,
    space: s,
  };
  switch (kind) {
    case "online":
      return { ...base, kind, ...readPresence(claims.tags ?? [], body) };
    case "post":
      return typeof msg === "string" ? { ...base, kind, text: msg } : "text";
    case "dm":
      return typeof msg === "string" ? { ...base, kind, text: msg, to } : "text";
    default:
      return "shape";
  }
}

function readPresence(
  tags: readonly string[],
  body: JsonObject,
): Pick<PresenceToken, "hello" | "bye" | "status" | "statusText"> {
  const { st, stt } = body;
  return {
    hello: tags.includes("new"),
    bye: tags.includes("bye"),
    status: st === "away" || st === "busy" ? st : "online",
    statusText: typeof stt === "string" ? stt : undefined,
  };
}

function isTextOrAbsent(value: unknown): value is string | undefined {
  return value === undefined || typeof value === "string";
}
