import { createUser } from "@kchat/auth";
import { describe, expect, it } from "vitest";
import { createRateLimit } from "../../src/admission/rate.js";
import { createSeenSet } from "../../src/admission/seen.js";
import { systemRandom } from "../../src/chat/environment.js";
import type { Message } from "../../src/index.js";
import { createNameRegistry } from "../../src/members/name-registry.js";
import { memoryNetwork } from "../../src/memory/index.js";
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

  it("is a bounded rate table and set of seen ids", () => {
    const rate = createRateLimit({ perSecond: 1, burst: 1, keys: 100 });
    const ids = createSeenSet({ horizonMs: 3_600_000, capacity: 100 });
    for (let index = 0; index < flood; index += 1) {
      rate.take(`b${index}`, 0);
      ids.add(`c${index}`, index, index);
    }
    expect(ids.size).toBe(100);
    // The last hundred are counted still; whoever was forgotten starts anew.
    expect(rate.take(`b${flood - 100}`, 0)).toBe(false);
    expect(rate.take("b0", 0)).toBe(true);
  });

  it("is a bounded number of questions about names, and of answers remembered", async () => {
    const network = memoryNetwork();
    const askedFor: string[] = [];
    network.connect().subscribe("member.*", ({ subject, respond }) => {
      askedFor.push(subject);
      respond(new TextEncoder().encode("no JWT"));
    });
    const names = createNameRegistry({
      transport: network.connect(),
      clock: Date.now,
      random: systemRandom,
      accounts: ["A"],
      capacity: 100,
      memberSubject: (key) => `member.${key}`,
    });
    const ask = (key: string) => names.ask(key, "x", () => undefined);
    for (let index = 0; index < flood; index += 1) ask(`d${index}`);
    // 32 under way and 500 waiting.
    await expect.poll(() => askedFor.length, { timeout: 15_000 }).toBe(532);
    const [first, last] = [askedFor[0], askedFor[531]].map((subject) => subject?.slice(7) ?? "");
    // Known to have been asked just now: the last hundred of those, and no longer the first.
    ask(last as string);
    ask(first as string);
    await expect.poll(() => askedFor.length, { timeout: 15_000 }).toBe(533);
    expect(askedFor[532]).toBe(`member.${first}`);
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
