import type { Attendance } from "../presence/attendance.js";
import { createHeartbeat } from "../presence/heartbeat.js";
import { readRoster, writeRoster } from "../presence/roster.js";
import type { SpaceSubjects } from "../space/subjects.js";
import type { Author, MemberView } from "../store/snapshot.js";
import type { Store } from "../store/store.js";
import { composePresence, type TokenAuthor } from "../token/compose.js";
import type { Transport } from "../transport/transport.js";
import { type Clock, pause, type Timers } from "./environment.js";
import type { Ingest } from "./ingest.js";

const sweepMs = 5_000;
const rosterTimeoutMs = 2_000;
/** Verified at a stretch before others get their turn. */
const rosterSlice = 50;

/** What {@link createPresence} needs. */
export interface PresenceOptions {
  transport: Transport;
  author: TokenAuthor;
  me: Author;
  subjects: SpaceSubjects;
  store: Store;
  attendance: Attendance;
  clock: Clock;
  timers: Timers;
  budgetPerSecond: number;
}

/** This member's part in presence: it tells that it is here, and keeps track of who else is. */
export interface Presence {
  /** Says hello; rejects as `Transport.send` does. */
  hello(signal: AbortSignal | undefined): Promise<void>;
  /** Starts the heartbeats and the sweep that notices who is gone. */
  start(): void;
  /** Brings the next heartbeat forward: somebody wants to know who is here. */
  hurry(): void;
  /** A goodbye under this member's own key was heard: says that it is still here, unless it leaves or has said so since. */
  onOwnGoodbye(ts: number): void;
  /** Asks one member who is here, and gives every entry to `ingest`. */
  askRoster(ingest: Ingest, signal: AbortSignal): Promise<void>;
  /** What to answer when asked who is here. */
  roster(): Uint8Array;
  stop(): void;
  /** Says goodbye; rejects as `Transport.send` does. */
  bye(): Promise<void>;
}

/** Makes this member's presence. */
export function createPresence(options: PresenceOptions): Presence {
  const { transport, author, me, subjects, store, attendance, clock, timers, budgetPerSecond } =
    options;
  /** The time of what was said here last, or of a later goodbye of the person's other client: others go by what is later still. */
  let latest = 0;
  let cancelSweep: (() => void) | undefined;

  const heartbeat = createHeartbeat({
    clock,
    timers,
    random: author.random,
    members: () => audience(store.getSnapshot().members, me.verified),
    budgetPerSecond,
    // One that gets lost doesn't matter: the transport's state brings the next one forward.
    beat: () => void say().catch(() => undefined),
  });

  async function say(tag?: "new" | "bye", signal?: AbortSignal): Promise<void> {
    const periodSeconds = heartbeat.periodSeconds();
    const { token, ts, exp } = composePresence(author, { tag, periodSeconds, after: latest });
    latest = ts;
    const online = tag !== "bye";
    attendance.record({ from: me.key, ts, exp, bye: !online }, token, ts);
    store.dispatch({
      type: "member",
      member: {
        key: me.key,
        name: me.name,
        nameVerified: me.verified,
        online,
        status: online ? "online" : "offline",
        lastSeenAt: ts,
        isMe: true,
      },
    });
    await transport.send(subjects.online, new TextEncoder().encode(token), { signal });
  }

  function sweep(): void {
    const keys = attendance.expire(clock());
    if (keys.size > 0) store.dispatch({ type: "gone", keys });
    cancelSweep = timers.after(sweepMs, sweep);
  }

  return {
    hello: (signal) => say("new", signal),
    start() {
      heartbeat.start();
      sweep();
    },
    hurry: heartbeat.hurry,
    onOwnGoodbye(ts) {
      if (ts < latest) return;
      latest = ts;
      heartbeat.comeBack();
    },
    async askRoster(ingest, signal) {
      const options = { timeoutMs: rosterTimeoutMs, signal };
      const reply = await transport.request(subjects.roster, new Uint8Array(), options);
      const known = new Set(attendance.tokens());
      const tokens = readRoster(reply).filter(
        (token) => !known.has(new TextDecoder().decode(token)),
      );
      for (let start = 0; start < tokens.length; start += rosterSlice) {
        signal.throwIfAborted();
        for (const token of tokens.slice(start, start + rosterSlice))
          ingest(subjects.online, token);
        await pause(timers, 0);
      }
    },
    roster() {
      const { members } = store.getSnapshot();
      // Invented keys must not crowd out the members that a newcomer asks for.
      const verified = new Set(members.filter(isVerified).map(({ key }) => key));
      return writeRoster(attendance.tokens(verified), transport.maxPayloadBytes);
    },
    stop() {
      heartbeat.stop();
      cancelSweep?.();
    },
    bye: () => say("bye"),
  };
}

const isVerified = ({ nameVerified }: MemberView): boolean => nameVerified;

/**
 * How many share the budget. Where names can be verified, unverified members count only up to the number of verified ones:
 * invented keys must not slow down everybody's heartbeats.
 */
function audience(members: readonly MemberView[], canVerify: boolean): number {
  const online = members.filter((member) => member.online);
  if (!canVerify) return online.length;
  return Math.min(online.length, 2 * online.filter(isVerified).length);
}
