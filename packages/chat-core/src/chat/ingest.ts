import { type AdmissionContext, admit } from "../admission/admit.js";
import type { ChatToken, PresenceToken } from "../admission/chat-token.js";
import type { NameRegistry } from "../members/name-registry.js";
import type { Outbox } from "../outbox/outbox.js";
import type { Attendance } from "../presence/attendance.js";
import type { Route } from "../space/subjects.js";
import type { Place } from "../store/event.js";
import { roomFor } from "../store/member-list.js";
import type { Author, MemberView } from "../store/snapshot.js";
import type { Store } from "../store/store.js";
import { displayName, displayText } from "../text/display.js";
import type { Clock } from "./environment.js";

/** What ingestion needs. */
export interface IngestOptions {
  clock: Clock;
  /** This client's own author, whose name nobody has to be asked for. */
  me: Author;
  admission: AdmissionContext;
  store: Store;
  names: NameRegistry;
  attendance: Attendance;
  /** How many members there is room for. */
  capacity: number;
  outbox: Pick<Outbox, "confirm">;
  /** Called for a hello of another member. */
  onHello(): void;
  /** Called for a goodbye that this client's own key signed. */
  onOwnGoodbye(ts: number): void;
}

/** Takes what arrived on a subject: admits it and tells the store. Never throws because of what a peer sent. */
export type Ingest = (subject: string, data: Uint8Array) => void;

/** Connects admission with the store. */
export function createIngest(options: IngestOptions): Ingest {
  const { clock, me, admission, store, names, attendance, capacity, outbox } = options;

  function authorOf(token: ChatToken): Author {
    const verified =
      token.from === me.key
        ? me.verified && token.name === me.name
        : names.isVerified(token.from, token.name);
    return { key: token.from, name: displayName(token.name), verified };
  }

  /**
   * Any token says that its sender is there; only presence says for how long.
   * Returns `false` when a newer heartbeat of the member is known.
   */
  function meet(token: ChatToken, text: string, at: number): boolean {
    if (token.kind === "online" && !attendance.record(token, text, at)) return false;
    const author = authorOf(token);
    const { members } = store.getSnapshot();
    const known = members.find(({ key }) => key === author.key);
    if (token.kind !== "online" && known && isFresh(known, author, at)) return true;
    const { online, status, statusText } =
      token.kind === "online" ? presenceOf(token) : lastKnown(known);
    const member: MemberView = {
      online,
      status,
      statusText,
      key: author.key,
      name: author.name,
      nameVerified: author.verified,
      lastSeenAt: Math.max(at, known?.lastSeenAt ?? 0),
      isMe: author.key === me.key,
    };
    const room = roomFor(members, member, capacity);
    if (room === "full") attendance.forget(member.key);
    else if (room !== "free") attendance.forget(room.insteadOf.key);
    store.dispatch({ type: "member", member });
    return true;
  }

  return (subject, data) => {
    const now = clock();
    const verdict = admit(subject, data, now, admission);
    if ("refused" in verdict) {
      store.dispatch({ type: "refused", reason: verdict.refused });
      return;
    }
    const { admitted: token, route, unbound } = verdict;
    const own = token.from === me.key;
    // A token is ASCII once it is admitted, so this is the text that was signed.
    const text = new TextDecoder().decode(data);
    if (!own) {
      names.ask(token.from, token.name, (name) => {
        store.dispatch({ type: "name-verified", key: token.from, name });
        // There may have been no room for it before.
        meet(token, text, now);
      });
    }
    if (own && token.kind === "online" && token.bye) {
      // The person's other client left; this one's own goodbye is shown when it is said.
      options.onOwnGoodbye(token.ts ?? now);
      return;
    }
    if (!meet(token, text, now)) return;
    if (token.kind === "online") {
      if (token.hello && !own) options.onHello();
      return;
    }
    if (own) outbox.confirm(token.id);
    const from = authorOf(token);
    store.dispatch({
      type: "message",
      place: placeOf(route, from),
      message: {
        id: token.id,
        from,
        text: displayText(token.text),
        ts: token.ts ?? now,
        own,
        unbound,
        state: "sent",
      },
    });
  };
}

type MemberPresence = Pick<MemberView, "online" | "status" | "statusText">;

function presenceOf({ bye, status, statusText }: PresenceToken): MemberPresence {
  if (bye) return { online: false, status: "offline" };
  return { online: true, status, statusText: statusText && displayName(statusText, 80) };
}

const lastKnown = (member: MemberView | undefined): MemberPresence =>
  member ?? { online: false, status: "offline" };

/** Whether writing down that the member was seen would change nothing that a view shows. */
function isFresh(known: MemberView, author: Author, at: number): boolean {
  const age = at - known.lastSeenAt;
  return known.name === author.name && known.nameVerified === author.verified && age < 5_000;
}

function placeOf(route: Route, from: Author): Place {
  return route.kind === "post"
    ? { kind: "channel", name: route.channel }
    : { kind: "direct", peer: from };
}
