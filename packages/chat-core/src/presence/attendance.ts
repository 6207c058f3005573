import { maxSkewMs } from "../admission/admit.js";
import type { PresenceToken } from "../admission/chat-token.js";

/** However far a heartbeat's expiry lies ahead, it is believed for this long. */
const maxStayMs = 3_600_000;

/** What attendance reads of a presence token. */
type PresenceRecord = Pick<PresenceToken, "from" | "ts" | "exp" | "bye">;

/** Who is here, by the heartbeats that were admitted. */
export interface Attendance {
  /** Takes an admitted presence token; `false` when a newer one of the member is known. */
  record(token: PresenceRecord, text: string, now: number): boolean;
  /** Whether the member's last heartbeat is still valid. */
  isOnline(key: string): boolean;
  /** Forgets whose heartbeat has expired, and returns their keys. */
  expire(now: number): ReadonlySet<string>;
  /** How many are online. */
  readonly size: number;
  /** The valid presence tokens, newest first. */
  tokens(): string[];
}

/** Keeps at most `capacity` members. */
export function createAttendance(capacity: number): Attendance {
  const online = new Map<string, { ts: number; until: number; text: string }>();
  /** A goodbye must outlive the heartbeats before it, or a replayed one would bring the member back. */
  const left = new Map<string, { ts: number; until: number }>();

  return {
    get size() {
      return online.size;
    },
    isOnline: (key) => online.has(key),
    record(token, text, now) {
      const ts = token.ts ?? 0;
      const last = online.get(token.from)?.ts ?? left.get(token.from)?.ts ?? 0;
      if (ts < last) return false;
      const until = Math.min((token.exp ?? 0) * 1000, now + maxStayMs);
      online.delete(token.from);
      left.delete(token.from);
      if (token.bye) {
        left.set(token.from, { ts, until: until + maxSkewMs });
        const first = left.keys().next();
        if (left.size > capacity && !first.done) left.delete(first.value);
        return true;
      }
      if (online.size >= capacity) return false;
      online.set(token.from, { ts, until, text });
      return true;
    },
    expire(now) {
      const gone = new Set<string>();
      for (const [key, { until }] of online) if (until < now) gone.add(key);
      for (const key of gone) online.delete(key);
      for (const [key, { until }] of left) if (until < now) left.delete(key);
      return gone;
    },
    tokens: () => [...online.values()].map(({ text }) => text).reverse(),
  };
}
