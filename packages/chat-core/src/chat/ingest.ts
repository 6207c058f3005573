import { type AdmissionContext, admit } from "../admission/admit.js";
import type { ChatToken } from "../admission/chat-token.js";
import type { NameRegistry } from "../members/name-registry.js";
import type { Outbox } from "../outbox/outbox.js";
import type { Attendance } from "../presence/attendance.js";
import type { Route } from "../space/subjects.js";
import type { Place } from "../store/event.js";
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
  outbox: Pick<Outbox, "confirm">;
  /** Called for a hello of another member. */
  onHello(): void;
}

/** Takes what arrived on a subject: admits it and tells the store. Never throws because of what a peer sent. */
export type Ingest = (subject: string, data: Uint8Array) => void;

/** Connects admission with the store. */
export function createIngest(options: IngestOptions): Ingest {
  const { clock, me, admission, store, names, attendance, outbox, onHello } = options;

  function authorOf(token: ChatToken): Author {
    const own = token.from === me.key;
    const verified = own
      ? me.verified && token.name === me.name
      : names.isVerified(token.from, token.name);
    if (!verified && !own) names.ask(token.from, token.name);
    return { key: token.from, name: displayName(token.name), verified };
  }

  /** Any token says that its sender is there; only presence says for how long. */
  function meet(author: Author, at: number, presence: Partial<MemberView>): void {
    const known = store.getSnapshot().members.find(({ key }) => key === author.key);
    if (known && isFresh(known, author, at) && Object.keys(presence).length === 0) return;
    store.dispatch({
      type: "member",
      member: {
        online: known?.online ?? false,
        status: known?.status ?? "offline",
        statusText: known?.statusText,
        ...presence,
        key: author.key,
        name: author.name,
        nameVerified: author.verified,
        lastSeenAt: at,
        isMe: author.key === me.key,
      },
    });
  }

  return (subject, data) => {
    const now = clock();
    const verdict = admit(subject, data, now, admission);
    if ("refused" in verdict) {
      store.dispatch({ type: "refused", reason: verdict.refused });
      return;
    }
    const { admitted: token, route, unbound } = verdict;
    const author = authorOf(token);
    if (token.kind === "online") {
      // A token is ASCII once it is admitted, so this is the text that was signed.
      if (!attendance.record(token, new TextDecoder().decode(data), now)) return;
      const online = !token.bye;
      meet(author, now, {
        online,
        status: online ? token.status : "offline",
        statusText: online && token.statusText ? displayName(token.statusText, 80) : undefined,
      });
      if (token.hello && token.from !== me.key) onHello();
      return;
    }
    meet(author, now, {});
    const own = token.from === me.key;
    if (own) outbox.confirm(token.id);
    store.dispatch({
      type: "message",
      place: placeOf(route, author),
      message: {
        id: token.id,
        from: author,
        text: displayText(token.text),
        ts: token.ts ?? now,
        own,
        unbound,
        state: "sent",
      },
    });
  };
}

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
