import { spliced } from "./list.js";
import type { MemberView } from "./snapshot.js";

/** How a member comes into the list: as it is, not at all, or in place of another. */
export type Room = "free" | "full" | { readonly insteadOf: MemberView };

/** An unverified member that was heard of within this time keeps its place: so a flood neither flickers nor costs much. */
const quietMs = 60_000;

/**
 * Whether a list of at most `limit` members has room for this one.
 *
 * Keys cost nothing and names have to be proved: a verified name takes the place of an unverified one, never the other way
 * round. Among equals one that wasn't heard of for a minute goes, but no verified member goes while it is online.
 */
export function roomFor(members: readonly MemberView[], member: MemberView, limit: number): Room {
  if (members.length < limit) return "free";
  let last: MemberView | undefined;
  for (const other of members) {
    if (other.key === member.key) return "free";
    if (!last || isBefore(other, last)) last = other;
  }
  if (!last || !hasToGo(last, member)) return "full";
  return { insteadOf: last };
}

/** Puts a member where the order says, in place of what was known of it; `undefined` when there is no room for it. */
export function putMember(
  members: readonly MemberView[],
  member: MemberView,
  limit: number,
): readonly MemberView[] | undefined {
  const room = roomFor(members, member, limit);
  if (room === "full") return undefined;
  const leaving = room === "free" ? member.key : room.insteadOf.key;
  const index = members.findIndex(({ key }) => key === leaving);
  return insert(index < 0 ? members : spliced(members, index, 1), member);
}

/** Marks members offline. */
export function markOffline(
  members: readonly MemberView[],
  keys: ReadonlySet<string>,
): readonly MemberView[] {
  if (!members.some(({ key, online }) => online && keys.has(key))) return members;
  return members
    .map((member): MemberView => {
      if (!member.online || !keys.has(member.key)) return member;
      return { ...member, online: false, status: "offline", statusText: undefined };
    })
    .sort(compare);
}

function insert(members: readonly MemberView[], member: MemberView): readonly MemberView[] {
  let low = 0;
  let high = members.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    const other = members[middle];
    if (other && compare(other, member) < 0) low = middle + 1;
    else high = middle;
  }
  return spliced(members, low, 0, member);
}

/** By code units, not by locale: every client shows the same order. */
function compare(a: MemberView, b: MemberView): number {
  if (a.online !== b.online) return a.online ? -1 : 1;
  if (a.name !== b.name) return a.name < b.name ? -1 : 1;
  return a.key < b.key ? -1 : a.key > b.key ? 1 : 0;
}

const verifiedOnline = 3;

/** How firmly a member holds its place. */
function standing({ isMe, nameVerified, online }: MemberView): number {
  if (isMe) return verifiedOnline + 1;
  return (nameVerified ? 2 : 0) + (online ? 1 : 0);
}

/** Whether the first would go before the second. */
function isBefore(a: MemberView, b: MemberView): boolean {
  const difference = standing(a) - standing(b);
  return difference === 0 ? a.lastSeenAt < b.lastSeenAt : difference < 0;
}

function hasToGo(last: MemberView, newcomer: MemberView): boolean {
  const difference = standing(newcomer) - standing(last);
  if (difference !== 0) return difference > 0;
  return standing(last) < verifiedOnline && newcomer.lastSeenAt - last.lastSeenAt > quietMs;
}
