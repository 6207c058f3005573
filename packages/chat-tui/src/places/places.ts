import type {
  ChannelView,
  ChatSnapshot,
  ConversationId,
  DirectId,
  DirectView,
  MemberView,
} from "@kchat/chat-core";

/** Something in the left column that can be selected. A member there has no conversation yet; selecting one begins it. */
export type Place =
  | { readonly kind: "channel"; readonly id: ConversationId; readonly channel: ChannelView }
  | {
      readonly kind: "direct";
      readonly id: DirectId;
      readonly direct: DirectView;
      readonly member: MemberView | undefined;
    }
  | { readonly kind: "member"; readonly id: DirectId; readonly member: MemberView };

const cache = new WeakMap<ChatSnapshot, readonly Place[]>();

/**
 * The places of a snapshot from top to bottom: channels, direct conversations, then the members without one.
 *
 * @example
 * ```ts
 * placesOf(snapshot).map((place) => place.id); // ["#General", "@UABC...", ...]
 * ```
 */
export function placesOf(snapshot: ChatSnapshot): readonly Place[] {
  const known = cache.get(snapshot);
  if (known !== undefined) return known;
  const members = new Map(snapshot.members.map((member) => [member.key, member]));
  const talkedTo = new Set(snapshot.directs.map(({ peer }) => peer.key));
  const places: readonly Place[] = [
    ...snapshot.channels.map((channel) => ({ kind: "channel" as const, id: channel.id, channel })),
    ...snapshot.directs.map((direct) => ({
      kind: "direct" as const,
      id: direct.id,
      direct,
      member: members.get(direct.peer.key),
    })),
    ...snapshot.members
      .filter(({ key, isMe }) => !isMe && !talkedTo.has(key))
      .map((member) => ({ kind: "member" as const, id: directId(member.key), member })),
  ];
  cache.set(snapshot, places);
  return places;
}

/** The id of the direct conversation with a member. */
function directId(key: string): DirectId {
  return `@${key}`;
}

/** How many messages of others wait in a place. */
export function unreadOf(place: Place): number {
  if (place.kind === "channel") return place.channel.unread;
  return place.kind === "direct" ? place.direct.unread : 0;
}

/** The place with this id, if the snapshot has it. */
export function placeOf(snapshot: ChatSnapshot, id: ConversationId | undefined): Place | undefined {
  return placesOf(snapshot).find((place) => place.id === id);
}

/** The messages of a place, oldest first. */
export function messagesOf(place: Place | undefined): ChannelView["messages"] {
  if (place?.kind === "channel") return place.channel.messages;
  return place?.kind === "direct" ? place.direct.messages : [];
}

/** The name of a place as a person would say it. */
export function titleOf(
  place: Place,
  names: (author: { key: string; name: string }) => string,
): string {
  if (place.kind === "channel") return place.channel.name;
  return names(place.kind === "direct" ? place.direct.peer : place.member);
}
