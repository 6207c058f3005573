import { createUser } from "@kchat/auth";
import { describe, expect, it } from "vitest";
import { createRateLimit } from "../../src/admission/rate.js";
import { createSeenSet } from "../../src/admission/seen.js";
import { systemRandom } from "../../src/chat/environment.js";
import type { Message } from "../../src/index.js";
import { createNameRegistry } from "../../src/members/name-registry.js";
import { memoryNetwork } from "../../src/memory/index.js";
import { createAttendance } from "../../src/presence/attendance.js";
import { createStore } from "../../src/store/store.js";
import { composeDm, composePost, composePresence } from "../../src/token/compose.js";
import { encodeToken } from "../../src/token/encode.js";
import { seen, testSpace } from "../people.js";

const flood = 100_000;
const limits = { messages: 50, channels: 20, directs: 20, members: 100 };

async function emptyStore() {
  const { person, chat } = testSpace();
  await using quiet = chat(memoryNetwork().connect(), person("quiet"));
  return createStore(quiet.getSnapshot(), limits);
}

const messageFrom = (key: string, index: number): Message => ({
  id: `id${index}`,
  from: { key, name: "x", verified: false },
  text: "x",
  ts: index,
  own: false,
  unbound: false,
  state: "sent",
});

describe("what 100 000 hostile senders can make a chat keep", () => {
  it("is at most the limits of channels, direct conversations, members and messages", async () => {
    const store = await emptyStore();
    for (let index = 0; index < flood; index += 1) {
      const key = `U${index}`;
      const message = messageFrom(key, index);
      const member = { key, name: "x", nameVerified: false, lastSeenAt: index, isMe: false };
      store.dispatch({
        type: "member",
        member: { ...member, online: index % 2 === 0, status: "online" },
      });
      store.dispatch({ type: "message", place: { kind: "channel", name: `c${index}` }, message });
      store.dispatch({ type: "message", place: { kind: "channel", name: "General" }, message });
      store.dispatch({ type: "message", place: { kind: "direct", peer: message.from }, message });
    }
    const { channels, directs, members, refused } = store.getSnapshot();
    expect([channels.length, directs.length, members.length]).toEqual([
      limits.channels,
      limits.directs,
      limits.members,
    ]);
    const general = channels.find(({ name }) => name === "General");
    expect(general?.messages).toHaveLength(limits.messages);
    expect(general?.dropped).toBe(flood - limits.messages);
    expect(refused.capacity).toBeGreaterThan(flood / 2);
  });

  it("is a bounded attendance, rate table and set of seen ids", () => {
    const attendance = createAttendance(100);
    const rate = createRateLimit({ perSecond: 1, burst: 1, keys: 100 });
    const ids = createSeenSet({ horizonMs: 3_600_000, capacity: 100 });
    for (let index = 0; index < flood; index += 1) {
      attendance.record({ from: `a${index}`, ts: index, exp: 1e9, bye: false }, "token", index);
      rate.take(`b${index}`, 0);
      ids.add(`c${index}`, index, index);
    }
    expect([attendance.size, attendance.tokens().length, ids.size]).toEqual([100, 100, 100]);
    // The last hundred are counted still; whoever was forgotten starts anew.
    expect(rate.take(`b${flood - 100}`, 0)).toBe(false);
    expect(rate.take("b0", 0)).toBe(true);
  });

  it("is a bounded number of questions about names, and of answers remembered", async () => {
    const network = memoryNetwork();
    const transport = network.connect();
    let asked = 0;
    network.connect().subscribe("member.*", (message) => {
      asked += 1;
      message.respond(new TextEncoder().encode("no JWT"));
    });
    const names = createNameRegistry({
      transport,
      clock: Date.now,
      accounts: ["A"],
      capacity: 100,
      memberSubject: (key) => `member.${key}`,
      onVerified: () => undefined,
    });
    for (let index = 0; index < flood; index += 1) names.ask(`d${index}`, "x");
    await expect.poll(() => asked).toBe(508);
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(asked).toBe(508);
    // Known to have been asked just now: the last hundred of those, and no longer the first.
    names.ask("d507", "x");
    names.ask("d0", "x");
    await expect.poll(() => asked).toBe(509);
  });

  it("is the same through the network, with signatures that hold", async () => {
    const senders = 400;
    const network = memoryNetwork();
    const { person, chat, space } = testSpace();
    const bounds = { ...limits, seen: 100 };
    await using victim = chat(network.connect(), person("victim"), { limits: bounds });
    await victim.start();
    const hostile = network.connect();
    const encoder = new TextEncoder();
    for (let index = 0; index < senders; index += 1) {
      const keyPair = createUser();
      // As far ahead as a number goes: what such tokens leave behind must not make later ones look old.
      const ahead = { exp: 9e12, nats: { s: space.name, ts: Number.MAX_SAFE_INTEGER } };
      const presence = { iss: keyPair.getPublicKey(), sub: keyPair.getPublicKey(), ...ahead };
      const future = encodeToken({ ...presence, type: "chat-online" }, keyPair).text;
      await hostile.send("chat.KUBECON.online", encoder.encode(future));
      const author = {
        keyPair,
        key: keyPair.getPublicKey(),
        name: `mallory${index}`,
        space: space.name,
        clock: Date.now,
        random: systemRandom,
      };
      const me = victim.getSnapshot().me.key;
      const tokens = [
        ["chat.KUBECON.online", composePresence(author, { periodSeconds: 30 }).token],
        [`chat.KUBECON.posts.c${index}`, composePost(author, `c${index}`, "x").token],
        [`chat.KUBECON.dms.${me}`, composeDm(author, me, "x").token],
      ] as const;
      for (const [subject, token] of tokens) await hostile.send(subject, encoder.encode(token));
    }
    await seen(victim, ({ refused }) => (refused.capacity ?? 0) >= senders - limits.channels);
    const { channels, directs, members, refused } = victim.getSnapshot();
    expect([channels.length, directs.length, members.length]).toEqual([
      limits.channels,
      limits.directs,
      limits.members,
    ]);
    expect(members.some(({ isMe }) => isMe)).toBe(true);
    expect(refused.expired).toBe(senders);
    // And the victim can still speak.
    const id = victim.post("General", "still here");
    await seen(victim, (now) =>
      now.channels[0]?.messages.some((m) => m.id === id && m.state === "sent"),
    );
  });
});
