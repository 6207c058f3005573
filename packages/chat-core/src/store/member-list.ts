import { spliced } from "./list.js";
import type { MemberView } from "./snapshot.js";

/** Puts a member where the order says, in place of what was known of it; `undefined` when the list is full of members online. */
export function putMember(
  members: readonly MemberView[],
  member: MemberView,
  limit: number,
): readonly MemberView[] | undefined {
  const index = members.findIndex(({ key }) => key === member.key);
  if (index >= 0) {
    const rest = spliced(members, index, 1);
    return insert(rest, member);
  }
  if (members.length < limit) return insert(members, member);
  const stalest = stalestOffline(members);
  return stalest < 0 ? undefined : insert(spliced(members, stalest, 1), member);
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

function stalestOffline(members: readonly MemberView[]): number {
  let stalest = -1;
  members.forEach((member, index) => {
    const best = members[stalest];
    if (!member.online && (!best || member.lastSeenAt < best.lastSeenAt)) stalest = index;
  });
  return stalest;
}
