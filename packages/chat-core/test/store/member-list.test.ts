import { describe, expect, it } from "vitest";
import type { MemberView } from "../../src/index.js";
import { putMember, roomFor } from "../../src/store/member-list.js";

type Traits = Partial<Pick<MemberView, "nameVerified" | "online" | "isMe" | "lastSeenAt">>;
const member = (key: string, traits: Traits = {}): MemberView => ({
  key,
  name: key,
  nameVerified: false,
  online: true,
  status: "online",
  lastSeenAt: 0,
  isMe: false,
  ...traits,
});
const verified = { nameVerified: true };
const offline = { online: false };
const now = { lastSeenAt: 1_000 };
const later = { lastSeenAt: 60_001 };

describe("roomFor", () => {
  const cases: [string, MemberView, MemberView, "takes its place" | "full"][] = [
    ["verified, unverified", member("b", { ...verified, ...now }), member("a"), "takes its place"],
    [
      "verified offline, unverified online",
      member("b", { ...verified, ...offline }),
      member("a"),
      "takes its place",
    ],
    ["unverified, verified", member("b", later), member("a", verified), "full"],
    [
      "unverified, verified offline",
      member("b", later),
      member("a", { ...verified, ...offline }),
      "full",
    ],
    [
      "verified, verified offline",
      member("b", verified),
      member("a", { ...verified, ...offline }),
      "takes its place",
    ],
    [
      "verified, verified online",
      member("b", { ...verified, ...later }),
      member("a", verified),
      "full",
    ],
    ["online, offline", member("b", now), member("a", offline), "takes its place"],
    ["offline, online", member("b", { ...offline, ...later }), member("a"), "full"],
    ["unverified, another heard of just now", member("b", now), member("a"), "full"],
    ["unverified, another quiet for a minute", member("b", later), member("a"), "takes its place"],
    [
      "anybody, this client's own",
      member("b", { ...verified, ...later }),
      member("a", { isMe: true }),
      "full",
    ],
    [
      "this client's own, anybody",
      member("b", { isMe: true }),
      member("a", verified),
      "takes its place",
    ],
  ];
  it.each(cases)("of %s", (_name, newcomer, present, outcome) => {
    const room = roomFor([present], newcomer, 1);
    expect(room).toEqual(outcome === "full" ? "full" : { insteadOf: present });
  });

  it("needs nobody's place below the limit, nor for who is in already", () => {
    const list = [member("a"), member("b")];
    expect(roomFor(list, member("c"), 3)).toBe("free");
    expect(roomFor(list, member("b"), 2)).toBe("free");
  });

  it("lets the one go that has the least claim, and of those the one that was heard of least lately", () => {
    const list = [
      member("a", verified),
      member("b", { lastSeenAt: 20 }),
      member("c", { lastSeenAt: 10 }),
      member("d", { lastSeenAt: 30 }),
    ];
    const room = roomFor(list, member("e", verified), 4);
    expect(room).toEqual({ insteadOf: list[2] });
    expect(putMember(list, member("e", verified), 4)?.map(({ key }) => key)).toEqual([
      "a",
      "b",
      "d",
      "e",
    ]);
  });
});
