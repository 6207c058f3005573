import { describe, expect, it } from "vitest";
import type { ChatSnapshot, MemberView, Message } from "../../src/index.js";
import { emptyChannel } from "../../src/store/conversations.js";
import type { ChatEvent, Place } from "../../src/store/event.js";
import { reduce } from "../../src/store/reducer.js";

const limits = { messages: 5, channels: 3, directs: 2, members: 3 };
const initial: ChatSnapshot = {
  me: { key: "ME", name: "me" },
  space: "S",
  connection: { state: "connected", since: 0 },
  channels: [emptyChannel("General"), emptyChannel("NATS")],
  directs: [],
  members: [],
  selected: undefined,
  refused: {},
  capabilities: { maxTextBytes: 100, maxMessages: 5, history: "none" },
};
const general: Place = { kind: "channel", name: "General" };

const message = (id: string, ts: number, own = false): Message => ({
  id,
  from: { key: own ? "ME" : "PEER", name: "peer", verified: false },
  text: id,
  ts,
  own,
  unbound: false,
  state: own ? "queued" : "sent",
});
const member = (key: string, lastSeenAt: number, online = true): MemberView => ({
  key,
  name: key.toLowerCase(),
  nameVerified: false,
  online,
  status: online ? "online" : "offline",
  lastSeenAt,
  isMe: false,
});
const run = (state: ChatSnapshot, ...events: ChatEvent[]) =>
  events.reduce((before, event) => reduce(before, event, limits), state);
const post = (id: string, ts: number, own = false): ChatEvent => ({
  type: "message",
  place: general,
  message: message(id, ts, own),
});
const dm = (key: string, ts: number): ChatEvent => ({
  type: "message",
  place: { kind: "direct", peer: { key, name: key, verified: false } },
  message: message(`${key}${ts}`, ts),
});
const ids = (state: ChatSnapshot, channel = 0) =>
  state.channels[channel]?.messages.map(({ id }) => id).join("");

describe("reduce", () => {
  it("orders messages by (ts, id), however they arrive", () => {
    const events = [post("b", 2), post("d", 3), post("a", 1), post("c", 3), post("e", 9)];
    expect(ids(run(initial, ...events))).toBe("abcde");
    expect(ids(run(initial, ...events.reverse()))).toBe("abcde");
  });

  it("shows a message once, however often it comes", () => {
    const state = run(initial, post("a", 1), post("a", 1));
    expect([ids(state), state.channels[0]?.unread]).toEqual(["a", 1]);
  });

  it("keeps a window of the newest and counts what left it", () => {
    const state = run(initial, ...[1, 2, 3, 4, 5, 6, 7].map((ts) => post(String(ts), ts)));
    expect([ids(state), state.channels[0]?.dropped]).toEqual(["34567", 2]);
  });

  it("never drops an own message whose fate is open", () => {
    const state = run(
      initial,
      post("o", 0, true),
      ...[1, 2, 3, 4, 5, 6].map((ts) => post(String(ts), ts)),
    );
    expect(ids(state)).toBe("o3456");
  });

  it("keeps what didn't change by reference", () => {
    const state = run(initial, post("a", 1), dm("X", 1));
    const next = run(state, {
      type: "message",
      place: { kind: "channel", name: "NATS" },
      message: message("n", 2),
    });
    expect(next.channels[0]).toBe(state.channels[0]);
    expect(next.directs).toBe(state.directs);
    expect(next.channels[1]).not.toBe(state.channels[1]);
    expect(run(next, { type: "read", conversation: "#General" }).channels[1]).toBe(
      next.channels[1],
    );
  });

  it("returns the same state when nothing changes", () => {
    const state = run(initial, post("a", 1), { type: "read", conversation: "#General" });
    const idle: ChatEvent[] = [
      { type: "read", conversation: "#General" },
      { type: "opened", conversation: undefined },
      { type: "gone", keys: new Set(["NOBODY"]) },
      { type: "name-verified", key: "PEER", name: "another" },
      { type: "name-verified", key: "NOBODY", name: "peer" },
      { type: "delivery", conversation: "#General", id: "unknown", state: "sent" },
      { type: "connection", state: "connected", since: 5 },
    ];
    for (const event of idle) expect(run(state, event)).toBe(state);
  });

  it("counts unread messages of others only, and not in the open conversation", () => {
    const state = run(initial, post("a", 1), post("b", 2, true), post("c", 3));
    expect(state.channels[0]?.unread).toBe(2);
    const opened = run(state, { type: "opened", conversation: "#General" }, post("d", 4));
    expect(opened.channels[0]?.unread).toBe(0);
  });

  it("never takes sent back", () => {
    const state = run(
      initial,
      post("o", 1, true),
      { type: "delivery", conversation: "#General", id: "o", state: "sent" },
      { type: "delivery", conversation: "#General", id: "o", state: "queued" },
    );
    expect(state.channels[0]?.messages[0]?.state).toBe("sent");
  });

  it("takes an own message for sent when its echo comes back", () => {
    const echo: ChatEvent = {
      ...post("o", 1, true),
      type: "message",
      place: general,
      message: { ...message("o", 1), own: true },
    };
    const state = run(initial, post("o", 1, true), echo);
    expect(state.channels[0]?.messages.map(({ state }) => state)).toEqual(["sent"]);
  });

  it("adds channels up to its limit, and counts what it refuses", () => {
    const elsewhere = (name: string): ChatEvent => ({
      type: "message",
      place: { kind: "channel", name },
      message: message(name, 1),
    });
    const state = run(initial, elsewhere("third"), elsewhere("fourth"));
    expect(state.channels.map(({ name }) => name)).toEqual(["General", "NATS", "third"]);
    expect(state.refused).toEqual({ capacity: 1 });
  });

  it("lets the quietest direct conversation go at its limit, but not the open one", () => {
    const state = run(initial, dm("A", 1), dm("B", 2));
    expect(run(state, dm("C", 3)).directs.map(({ id }) => id)).toEqual(["@C", "@B"]);
    const opened = run(state, { type: "opened", conversation: "@A" }, dm("C", 3));
    expect(opened.directs.map(({ id }) => id)).toEqual(["@C", "@A"]);
  });

  it("sorts members by presence, name and key, and lets the stalest offline one go", () => {
    const put = (view: MemberView): ChatEvent => ({ type: "member", member: view });
    const state = run(
      initial,
      put(member("B", 1)),
      put(member("A", 2)),
      put(member("C", 3, false)),
    );
    expect(state.members.map(({ key }) => key)).toEqual(["A", "B", "C"]);
    expect(run(state, put(member("D", 4))).members.map(({ key }) => key)).toEqual(["A", "B", "D"]);
    const full = run(state, put(member("C", 4)));
    expect(run(full, put(member("D", 5)))).toMatchObject({
      members: full.members,
      refused: { capacity: 1 },
    });
  });

  it("marks a verified name wherever its owner shows it, and no other name of that key", () => {
    const state = run(initial, post("a", 1), dm("PEER", 2), {
      type: "name-verified",
      key: "PEER",
      name: "peer",
    });
    expect(state.channels[0]?.messages[0]?.from.verified).toBe(true);
    expect(state.directs[0]?.peer).toMatchObject({ name: "PEER", verified: false });
  });
});
