import { isPublicKey } from "@kchat/auth";
import { parseRoute, type Route } from "../space/subjects.js";
import type { RefusalReason } from "../store/snapshot.js";
import { maxTokenBytes, parseToken } from "../token/parse.js";
import { verifyToken } from "../token/verify.js";
import { type ChatToken, readChatToken } from "./chat-token.js";
import type { RateLimit } from "./rate.js";
import type { SeenSet } from "./seen.js";

/** Clock skew that is allowed between members. */
export const maxSkewMs = 60_000;

/** Presence is kept for every member, to be passed on: it must not be as long as a message. Ours has some 600 bytes. */
const maxPresenceBytes = 4_096;

/** What admission needs to know, and what it remembers. */
export interface AdmissionContext {
  readonly space: string;
  readonly seen: SeenSet;
  readonly rate: RateLimit;
  /** A live post or DM that is older is refused: beyond it a replay couldn't be told. */
  readonly horizonMs: number;
}

/** A token that was let in, or the reason why not. */
export type Verdict =
  | {
      readonly admitted: ChatToken;
      readonly route: Route;
      /** Whether it names neither its space nor, for a DM, its recipient: it may have been moved here. */
      readonly unbound: boolean;
    }
  | { readonly refused: RefusalReason };

/**
 * Decides about what arrived live on a subject, in the protocol's order: size, shape, signature, issuer, time, subject,
 * seen, rate. Total: nothing that a peer sends throws.
 */
export function admit(
  subject: string,
  data: Uint8Array,
  now: number,
  context: AdmissionContext,
): Verdict {
  if (data.length > maxTokenBytes) return { refused: "size" };
  const parsed = parseToken(asText(data));
  if (typeof parsed === "string") return { refused: refusalOf[parsed] };
  const token = readChatToken(parsed);
  if (typeof token === "string") return { refused: token };
  if (token.kind === "online" && data.length > maxPresenceBytes) return { refused: "size" };
  const flaw = verifyToken(parsed);
  if (flaw) return { refused: flaw };
  if (!isPublicKey(token.from, "user")) return { refused: "issuer" };
  const late = checkTime(token, now, context.horizonMs);
  if (late) return { refused: late };
  const route = parseRoute(context.space, subject);
  if (!route || !belongs(token, route, context.space)) return { refused: "subject" };
  const ts = token.ts ?? now;
  if (context.seen.has(token.id, ts)) return { refused: "seen" };
  // Remembered before the rate is asked: what was refused for its rate must not come back as new.
  context.seen.add(token.id, ts, now);
  if (!context.rate.take(token.from, now)) return { refused: "rate" };
  return { admitted: token, route, unbound: isUnbound(token) };
}

const refusalOf = {
  size: "size",
  format: "shape",
  header: "shape",
  issuer: "issuer",
  signature: "signature",
} as const;

function checkTime(
  token: ChatToken,
  now: number,
  horizonMs: number,
): "expired" | "undated" | undefined {
  if (token.exp !== undefined && token.exp * 1000 + maxSkewMs < now) return "expired";
  if (token.nbf !== undefined && token.nbf * 1000 - maxSkewMs > now) return "expired";
  if (token.ts === undefined) return "undated";
  if (token.ts > now + maxSkewMs) return "expired";
  if (token.kind === "online") return token.exp === undefined ? "undated" : undefined;
  return token.ts < now - horizonMs ? "expired" : undefined;
}

/** Whether subject, `sub`, `s`, `to` and the key in the subject say the same. */
function belongs(token: ChatToken, route: Route, space: string): boolean {
  if (token.space !== undefined && token.space !== space) return false;
  switch (token.kind) {
    case "online":
      return route.kind === "online" && token.sub === token.from;
    case "post":
      return route.kind === "post" && token.sub === route.channel;
    case "dm":
      // The Go client puts its own nickname for the recipient into `sub`, so only `to` can be compared.
      return route.kind === "dm" && (token.to === undefined || token.to === route.recipient);
  }
}

function isUnbound(token: ChatToken): boolean {
  return token.space === undefined || (token.kind === "dm" && token.to === undefined);
}

const latin1 = new TextDecoder("latin1");

/** A token is ASCII; any other byte ends up outside of base64's alphabet and is refused there. */
function asText(data: Uint8Array): string {
  return latin1.decode(data);
}
