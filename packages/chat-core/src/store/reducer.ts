import type { ChatLimits } from "../chat/options.js";
import {
  changeAll,
  changeConversation,
  emptyChannel,
  emptyDirect,
  findConversation,
  placeId,
} from "./conversations.js";
import type { ChatEvent, Place } from "./event.js";
import { lastIndexWhere, mapped, spliced } from "./list.js";
import { markOffline, putMember } from "./member-list.js";
import { insertMessage, mapMessages, updateMessage } from "./message-list.js";
import type { Author, ChatSnapshot, DirectView, Message, RefusalReason } from "./snapshot.js";

/** The bounds that the reducer keeps. */
export type StoreLimits = Pick<ChatLimits, "messages" | "channels" | "directs" | "members">;

/** The state after the event. Pure; what didn't change keeps its identity, and so does the state if nothing did. */
export function reduce(state: ChatSnapshot, event: ChatEvent, limits: StoreLimits): ChatSnapshot {
  switch (event.type) {
    case "message":
      return addMessage(state, event.place, event.message, limits);
    case "delivery":
      return changeConversation(state, event.conversation, (conversation) =>
        updateMessage(conversation, event.id, (message) => withState(message, event.state)),
      );
    case "failure":
      return changeConversation(state, event.conversation, (conversation) =>
        updateMessage(conversation, event.id, (message) => ({
          ...message,
          state: "failed",
          failure: event.failure,
        })),
      );
    case "discarded":
      return changeConversation(state, event.conversation, (conversation) =>
        updateMessage(conversation, event.id, () => undefined),
      );
    case "member": {
      const members = putMember(state.members, event.member, limits.members);
      return members ? { ...state, members } : refuse(state, "capacity");
    }
    case "gone": {
      const members = markOffline(state.members, event.keys);
      return members === state.members ? state : { ...state, members };
    }
    case "name-verified":
      return verifyName(state, event.key, event.name);
    case "read":
      return changeConversation(state, event.conversation, (conversation) =>
        conversation.unread === 0 ? conversation : { ...conversation, unread: 0 },
      );
    case "opened":
      return open(state, event.conversation);
    case "direct":
      return makeRoom(state, { kind: "direct", peer: event.peer }, limits) ?? state;
    case "refused":
      return refuse(state, event.reason);
    case "connection": {
      const { state: connection, since, reason } = event;
      if (connection === state.connection.state) return state;
      return { ...state, connection: { state: connection, since, reason } };
    }
    case "capabilities":
      return { ...state, capabilities: event.capabilities };
  }
}

function addMessage(
  state: ChatSnapshot,
  place: Place,
  message: Message,
  limits: StoreLimits,
): ChatSnapshot {
  const id = placeId(place);
  const roomy = makeRoom(state, place, limits);
  if (!roomy) return refuse(state, "capacity");
  const counts = !message.own && state.selected !== id;
  const next = changeConversation(roomy, id, (conversation) => {
    const known = conversation.messages.some((other) => other.id === message.id);
    // Its own echo: whatever the send is still waiting for, the message is there.
    if (known) return updateMessage(conversation, message.id, (old) => withState(old, "sent"));
    const added = insertMessage(conversation, message, limits.messages);
    return counts ? { ...added, unread: added.unread + 1 } : added;
  });
  return place.kind === "direct" ? toFront(next, id) : next;
}

/** The state with the conversation in it; `undefined` when there is no room for one more. */
function makeRoom(
  state: ChatSnapshot,
  place: Place,
  limits: StoreLimits,
): ChatSnapshot | undefined {
  if (findConversation(state, placeId(place))) return state;
  if (place.kind === "channel") {
    if (state.channels.length >= limits.channels) return undefined;
    return { ...state, channels: [...state.channels, emptyChannel(place.name)] };
  }
  const directs = [emptyDirect(place.peer), ...state.directs];
  if (directs.length <= limits.directs) return { ...state, directs };
  const quietest = lastIndexWhere(
    directs,
    (direct, index) => index > 0 && direct.id !== state.selected && isSettled(direct),
  );
  return quietest < 0 ? undefined : { ...state, directs: spliced(directs, quietest, 1) };
}

const isSettled = (direct: DirectView): boolean =>
  direct.messages.every((message) => message.state === "sent");

function toFront(state: ChatSnapshot, id: string): ChatSnapshot {
  const index = state.directs.findIndex((direct) => direct.id === id);
  const direct = state.directs[index];
  if (!direct || index === 0) return state;
  return { ...state, directs: [direct, ...spliced(state.directs, index, 1)] };
}

function open(state: ChatSnapshot, id: ChatSnapshot["selected"]): ChatSnapshot {
  const selected = state.selected === id ? state : { ...state, selected: id };
  if (id === undefined) return selected;
  return changeConversation(selected, id, (conversation) =>
    conversation.unread === 0 ? conversation : { ...conversation, unread: 0 },
  );
}

function verifyName(state: ChatSnapshot, key: string, name: string): ChatSnapshot {
  const verify = (author: Author): Author =>
    author.key === key && author.name === name && !author.verified
      ? { ...author, verified: true }
      : author;
  const members = mapped(state.members, (member) =>
    member.key === key && member.name === name && !member.nameVerified
      ? { ...member, nameVerified: true }
      : member,
  );
  const directs = mapped(state.directs, (direct) => {
    const peer = verify(direct.peer);
    return peer === direct.peer ? direct : { ...direct, peer };
  });
  const isSame = members === state.members && directs === state.directs;
  return changeAll(isSame ? state : { ...state, members, directs }, (conversation) =>
    mapMessages(conversation, (message) => {
      const from = verify(message.from);
      return from === message.from ? message : { ...message, from };
    }),
  );
}

function withState(message: Message, state: "queued" | "sending" | "sent"): Message {
  if (message.state === state || message.state === "sent") return message;
  return { ...message, state, failure: undefined };
}

function refuse(state: ChatSnapshot, reason: RefusalReason): ChatSnapshot {
  const count = (state.refused[reason] ?? 0) + 1;
  return { ...state, refused: { ...state.refused, [reason]: count } };
}
