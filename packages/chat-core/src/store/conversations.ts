import type { Place } from "./event.js";
import { mapped, spliced } from "./list.js";
import type {
  ChannelId,
  ChannelView,
  ChatSnapshot,
  ConversationId,
  ConversationView,
  DirectId,
  DirectView,
} from "./snapshot.js";

/** A channel's conversation id. */
const channelId = (name: string): ChannelId => `#${name}`;

/** A direct conversation's id. */
export const directId = (peerKey: string): DirectId => `@${peerKey}`;

/** The id of the conversation at a place. */
export const placeId = (place: Place): ConversationId =>
  place.kind === "channel" ? channelId(place.name) : directId(place.peer.key);

/** A channel in which nothing was said yet. */
export const emptyChannel = (name: string): ChannelView => ({
  id: channelId(name),
  name,
  unread: 0,
  messages: [],
  dropped: 0,
});

/** A direct conversation in which nothing was said yet. */
export const emptyDirect = (peer: DirectView["peer"]): DirectView => ({
  id: directId(peer.key),
  peer,
  unread: 0,
  messages: [],
  dropped: 0,
});

/** The conversation with this id. */
export function findConversation(
  state: ChatSnapshot,
  id: ConversationId,
): ChannelView | DirectView | undefined {
  const list: readonly (ChannelView | DirectView)[] = id.startsWith("#")
    ? state.channels
    : state.directs;
  return list.find((conversation) => conversation.id === id);
}

/** Replaces one conversation by what `change` makes of it; the same state when it changes nothing. */
export function changeConversation(
  state: ChatSnapshot,
  id: ConversationId,
  change: <C extends ConversationView>(conversation: C) => C,
): ChatSnapshot {
  const channels = changeOne(state.channels, id, change);
  const directs = changeOne(state.directs, id, change);
  if (channels === state.channels && directs === state.directs) return state;
  return { ...state, channels, directs };
}

/** Replaces every conversation by what `change` makes of it; the same state when it changes nothing. */
export function changeAll(
  state: ChatSnapshot,
  change: <C extends ConversationView>(conversation: C) => C,
): ChatSnapshot {
  const channels = mapped(state.channels, (channel) => change(channel));
  const directs = mapped(state.directs, (direct) => change(direct));
  if (channels === state.channels && directs === state.directs) return state;
  return { ...state, channels, directs };
}

function changeOne<C extends ChannelView | DirectView>(
  list: readonly C[],
  id: ConversationId,
  change: (conversation: C) => C,
): readonly C[] {
  const index = list.findIndex((conversation) => conversation.id === id);
  const old = list[index];
  if (!old) return list;
  const changed = change(old);
  return changed === old ? list : spliced(list, index, 1, changed);
}
