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
  /** Forgets that the member is here; a goodbye stays known. */
  forget(key: string): void;
  /** Forgets whose heartbeat has expired, and returns their keys. */
  expire(now: number): ReadonlySet<string>;
  /** The valid presence tokens, newest first; those of `preferred` members before all others. */
  tokens(preferred?: ReadonlySet<string>): string[];
}

/** Remembers at most `goodbyes` who left. Who is here is bounded by its user, who has to `forget` those without room. */
export function createAttendance(goodbyes: number): Attendance {
  const online = new Map<string, { ts: number; until: number; text: string }>();
  /** A goodbye must outlive the heartbeats before it, or a replayed one would bring the member back. */
  const left = new Map<string, { ts: number; until: number }>();

  return {
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
        if (left.size > goodbyes && !first.done) left.delete(first.value);
        return true;
      }
      online.set(token.from, { ts, until, text });
      return true;
    },
    forget(key) {
      online.delete(key);
    },
    expire(now) {
      const gone = new Set<string>();
      for (const [key, { until }] of online) if (until < now) gone.add(key);
      for (const key of gone) online.delete(key);
      for (const [key, { until }] of left) if (until < now) left.delete(key);
      return gone;
    },
    tokens(preferred) {
      const newest = [...online].reverse();
      const first = newest.filter(([key]) => preferred?.has(key));
      const others = newest.filter(([key]) => !preferred?.has(key));
      return [...first, ...others].map(([, { text }]) => text);
    },
  };
}
