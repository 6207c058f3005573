import { createAccount, createUser } from "@kchat/auth";
import { describe, expect, it } from "vitest";
import { type ChatOptions, createChat } from "../../src/index.js";
import { memoryNetwork } from "../../src/memory/index.js";
import { seen, testSpace } from "../people.js";

const textsIn = (chat: ReturnType<typeof createChat>, channel = 0) =>
  chat.getSnapshot().channels[channel]?.messages.map(({ text }) => text);

async function room() {
  const network = memoryNetwork();
  const { space, person, chat } = testSpace();
  const [wally, alice] = [person("wally"), person("alice")];
  const transports = { wally: network.connect(), alice: network.connect() };
  const chats = { wally: chat(transports.wally, wally), alice: chat(transports.alice, alice) };
  await chats.wally.start();
  await chats.alice.start();
  return { network, space, person, chat, wally, alice, transports, chats };
}

describe("createChat", () => {
  it("carries a post to the others, who count it unread until they open the channel", async () => {
    const { chats, wally } = await room();
    chats.wally.post("General", "hello");
    const general = await seen(
      chats.alice,
      ({ channels }) => channels[0]?.messages.length === 1 && channels[0],
    );
    expect(general).toMatchObject({ id: "#General", unread: 1 });
    expect(general.messages[0]).toMatchObject({
      text: "hello",
      own: false,
      unbound: false,
      state: "sent",
      from: { key: wally.keyPair.getPublicKey(), name: "wally" },
    });
    chats.alice.open("#General");
    chats.wally.post("General", "again");
    await seen(chats.alice, ({ channels }) => channels[0]?.messages.length === 2);
    expect(chats.alice.getSnapshot()).toMatchObject({ selected: "#General" });
    expect(chats.alice.getSnapshot().channels[0]?.unread).toBe(0);
  });

  it("shows an own message at once, and as sent when the network has it", async () => {
    const { chats } = await room();
    const id = chats.wally.post("General", "hello");
    expect(chats.wally.getSnapshot().channels[0]?.messages[0]).toMatchObject({ id, own: true });
    await seen(chats.wally, ({ channels }) => channels[0]?.messages[0]?.state === "sent");
    expect(textsIn(chats.wally)).toEqual(["hello"]);
    expect(chats.wally.getSnapshot().refused).toEqual({});
  });

  it("gives a message the same id on every client", async () => {
    const { chats } = await room();
    const id = chats.wally.post("General", "hello");
    const theirs = await seen(chats.alice, ({ channels }) => channels[0]?.messages[0]);
    expect(theirs.id).toBe(id);
  });

  it("keeps the order of one sender, also of many posts in one millisecond's reach", async () => {
    const { chats } = await room();
    const texts = Array.from({ length: 20 }, (_, index) => `m${index}`);
    for (const text of texts) chats.wally.post("General", text);
    await seen(chats.alice, ({ channels }) => channels[0]?.messages.length === texts.length);
    expect(textsIn(chats.alice)).toEqual(texts);
    expect(textsIn(chats.wally)).toEqual(texts);
  });

  it("carries a direct message to its recipient alone", async () => {
    const { chats, network, person, chat, wally, alice } = await room();
    const eve = chat(network.connect(), person("eve"));
    await eve.start();
    chats.wally.dm(alice.keyPair.getPublicKey(), "psst");
    const direct = await seen(chats.alice, ({ directs }) => directs[0]);
    expect(direct).toMatchObject({
      id: `@${wally.keyPair.getPublicKey()}`,
      peer: { name: "wally" },
      unread: 1,
    });
    chats.wally.post("General", "done");
    await seen(eve, ({ channels }) => channels[0]?.messages.length === 1);
    expect(eve.getSnapshot().directs).toEqual([]);
  });

  it("shows who is online, verifies their names, and sees them leave", async () => {
    const { chats, alice } = await room();
    const key = alice.keyPair.getPublicKey();
    const find = (name: string) => (snapshot: ReturnType<typeof chats.wally.getSnapshot>) =>
      snapshot.members.find(
        (member) => member.name === name && member.online && member.nameVerified,
      );
    await seen(chats.wally, find("alice"));
    await seen(chats.alice, find("wally"));
    await chats.alice.close();
    const gone = await seen(chats.wally, ({ members }) =>
      members.find((member) => member.key === key && !member.online),
    );
    expect(gone).toMatchObject({ status: "offline", nameVerified: true });
  });

  it("keeps the own name verified when the own heartbeats and posts come back", async () => {
    const { chats, transports } = await room();
    let echoes = 0;
    transports.wally.subscribe("chat.KUBECON.online", () => (echoes += 1));
    chats.wally.post("General", "hello");
    await seen(chats.wally, ({ channels }) => channels[0]?.messages[0]?.state === "sent");
    transports.wally.cut();
    transports.wally.restore();
    // A reconnect brings the next heartbeat forward.
    await expect.poll(() => echoes, { timeout: 5_000 }).toBeGreaterThan(0);
    await new Promise((resolve) => setTimeout(resolve, 10));
    const { members, channels } = chats.wally.getSnapshot();
    expect(members.find(({ isMe }) => isMe)).toMatchObject({ name: "wally", nameVerified: true });
    expect(channels[0]?.messages[0]?.from.verified).toBe(true);
    expect(chats.wally.getSnapshot().refused).toEqual({});
  });

  it("doesn't vouch for the own name where the space doesn't, nor for another name under the own key", async () => {
    const network = memoryNetwork();
    const { person, chat } = testSpace();
    const wally = person("wally");
    const first = chat(network.connect(), wally);
    await first.start();
    const second = chat(network.connect(), { ...wally, name: "alice" });
    await second.start();
    second.post("General", "hello");
    const message = await seen(first, ({ channels }) => channels[0]?.messages[0]);
    expect(message.from).toMatchObject({ name: "alice", verified: false });
    expect(second.getSnapshot().members[0]).toMatchObject({ name: "alice", nameVerified: false });
  });

  it("gives posts of one millisecond rising times, so that every client shows them in order", async () => {
    const network = memoryNetwork();
    const { person, chat } = testSpace();
    const frozen = Date.now();
    const wally = chat(network.connect(), person("wally"), { clock: () => frozen });
    const alice = chat(network.connect(), person("alice"));
    await Promise.all([wally.start(), alice.start()]);
    const texts = Array.from({ length: 20 }, (_, index) => `m${index}`);
    for (const text of texts) wally.post("General", text);
    await seen(alice, ({ channels }) => channels[0]?.messages.length === texts.length);
    expect(textsIn(alice)).toEqual(texts);
    const times = alice.getSnapshot().channels[0]?.messages.map(({ ts }) => ts) ?? [];
    expect(times).toEqual(times.map((_, index) => (times[0] ?? 0) + index));
  });

  it("doesn't verify a name that nobody trusted vouches for", async () => {
    const { chats, network, person, chat } = await room();
    const impostor = person("wally", createAccount());
    const eve = chat(network.connect(), impostor);
    await eve.start();
    eve.post("General", "it is me");
    const message = await seen(chats.alice, ({ channels }) => channels[0]?.messages[0]);
    await new Promise((resolve) => setTimeout(resolve, 50));
    const member = chats.alice
      .getSnapshot()
      .members.find(({ key }) => key === impostor.keyPair.getPublicKey());
    expect([message.from.verified, member?.nameVerified]).toEqual([false, false]);
  });

  it("doesn't verify a name with a JWT of somebody else", async () => {
    const { chats, network, chat, wally } = await room();
    const eve = chat(network.connect(), { keyPair: createUser(), name: "wally", jwt: wally.jwt });
    await eve.start();
    eve.post("General", "it is me");
    await seen(chats.alice, ({ channels }) => channels[0]?.messages[0]);
    await new Promise((resolve) => setTimeout(resolve, 50));
    const verified = chats.alice.getSnapshot().members.filter((member) => member.nameVerified);
    expect(verified.map(({ key }) => key)).not.toContain(eve.getSnapshot().me.key);
  });

  it("queues what is written while disconnected, sends it after the reconnect, once and in order", async () => {
    const { chats, transports } = await room();
    transports.wally.cut();
    chats.wally.post("General", "one");
    chats.wally.post("General", "two");
    expect(chats.wally.getSnapshot()).toMatchObject({ connection: { state: "reconnecting" } });
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(textsIn(chats.alice)).toEqual([]);
    expect(chats.wally.getSnapshot().channels[0]?.messages.map(({ state }) => state)).toEqual([
      "queued",
      "queued",
    ]);
    transports.wally.restore();
    await seen(chats.alice, ({ channels }) => channels[0]?.messages.length === 2);
    expect(textsIn(chats.alice)).toEqual(["one", "two"]);
  });

  it("says why a message failed, and can retry or discard it", async () => {
    const network = memoryNetwork();
    const { person, chat } = testSpace();
    const wally = chat(network.connect({ publish: ["chat.KUBECON.online"] }), person("wally"));
    await wally.start();
    const id = wally.post("General", "hello");
    const find = ({ channels }: ReturnType<typeof wally.getSnapshot>) =>
      channels[0]?.messages.find((message) => message.state === "failed");
    expect(await seen(wally, find)).toMatchObject({
      id,
      failure: { reason: "permission", retryable: false },
    });
    expect(wally.retry(id)).toBe(id);
    await seen(wally, find);
    wally.discard(id);
    expect(textsIn(wally)).toEqual([]);
    expect(() => wally.retry(id)).toThrow(expect.objectContaining({ code: "ERR_CHAT_NOT_FAILED" }));
  });

  it("refuses to start where it may not listen, with the reason", async () => {
    const { person, chat } = testSpace();
    const transport = memoryNetwork().connect({ subscribe: ["chat.KUBECON.online"] });
    await expect(chat(transport, person("wally")).start()).rejects.toMatchObject({
      code: "ERR_CHAT_REFUSED",
      cause: { code: "ERR_TRANSPORT_PERMISSION" },
    });
  });

  it("waits for the connection when it starts without one", async () => {
    const { person, chat } = testSpace();
    const transport = memoryNetwork().connect();
    transport.cut();
    const wally = chat(transport, person("wally"));
    const started = wally.start();
    transport.restore();
    await started;
    expect(wally.getSnapshot().members).toMatchObject([
      { name: "wally", isMe: true, online: true },
    ]);
  });

  it("returns the same snapshot until something changes, and survives a listener that throws", async () => {
    const { chats } = await room();
    const before = chats.wally.getSnapshot();
    expect(chats.wally.getSnapshot()).toBe(before);
    chats.wally.markRead("#General");
    expect(chats.wally.getSnapshot()).toBe(before);
    let calls = 0;
    const stop = chats.wally.subscribe(() => (calls += 1));
    chats.wally.open("#General");
    expect([calls, chats.wally.getSnapshot() === before]).toEqual([1, false]);
    stop();
    chats.wally.open(undefined);
    expect(calls).toBe(1);
  });

  it("takes nothing after close, says what is left, and closes once", async () => {
    const { chats, transports } = await room();
    transports.wally.cut();
    chats.wally.post("General", "too late");
    await Promise.all([chats.wally.close(), chats.wally.close()]);
    expect(chats.wally.getSnapshot()).toMatchObject({ connection: { state: "closed" } });
    expect(chats.wally.getSnapshot().channels[0]?.messages[0]).toMatchObject({
      state: "failed",
      failure: { reason: "closed" },
    });
    expect(() => chats.wally.post("General", "x")).toThrow(
      expect.objectContaining({ code: "ERR_CHAT_STATE" }),
    );
  });

  it("refuses a flushMs that no timer can keep, and goes on as before", async () => {
    const { chats } = await room();
    const wrong = [
      Number.NaN,
      Number.POSITIVE_INFINITY,
      Number.NEGATIVE_INFINITY,
      -1,
      2 ** 31,
      2 ** 32,
    ];
    for (const flushMs of wrong) {
      await expect(chats.wally.close({ flushMs })).rejects.toMatchObject({
        code: "ERR_CHAT_OPTION",
        message: expect.stringContaining("flushMs"),
      });
    }
    expect(chats.wally.getSnapshot()).toMatchObject({ connection: { state: "connected" } });
    chats.wally.post("General", "still here");
    chats.alice.post("General", "so I see");
    for (const chat of [chats.wally, chats.alice]) {
      await seen(chat, ({ channels }) => channels[0]?.messages.length === 2);
    }
    const { key } = chats.wally.getSnapshot().me;
    await chats.wally.close({ flushMs: 2 ** 31 - 1 });
    await seen(chats.alice, ({ members }) => members.some((m) => m.key === key && !m.online));
  });

  it("says goodbye also when nobody waits for it", async () => {
    const { chats, wally } = await room();
    const key = wally.keyPair.getPublicKey();
    await seen(chats.alice, ({ members }) => members.some((m) => m.key === key && m.online));
    await chats.wally.close({ signal: AbortSignal.abort() });
    await seen(chats.alice, ({ members }) => members.some((m) => m.key === key && !m.online));
  });

  it("opens a direct conversation with a member, and no other", async () => {
    const { chats, alice } = await room();
    const key = alice.keyPair.getPublicKey();
    await seen(chats.wally, ({ members }) => members.some((member) => member.key === key));
    chats.wally.open(`@${key}`);
    expect(chats.wally.getSnapshot()).toMatchObject({
      selected: `@${key}`,
      directs: [{ unread: 0 }],
    });
    for (const id of ["@nobody", "#nowhere"] as const) {
      expect(() => chats.wally.open(id)).toThrow(
        expect.objectContaining({ code: "ERR_CHAT_CONVERSATION" }),
      );
    }
  });

  it("refuses texts and recipients that can't be sent", async () => {
    const { chats } = await room();
    const { maxTextBytes } = chats.wally.getSnapshot().capabilities;
    const code = (act: () => unknown) => {
      try {
        return act();
      } catch (error) {
        return (error as { code: unknown }).code;
      }
    };
    expect(code(() => chats.wally.post("General", " \n"))).toBe("ERR_CHAT_TEXT");
    expect(code(() => chats.wally.post("General", "x".repeat(maxTextBytes + 200)))).toBe(
      "ERR_CHAT_TEXT",
    );
    expect(code(() => chats.wally.post("a.b", "x"))).toBe("ERR_CHAT_CHANNEL");
    expect(code(() => chats.wally.dm("wally", "x"))).toBe("ERR_CHAT_MEMBER_KEY");
    expect(code(() => chats.wally.post("General", "x".repeat(maxTextBytes)))).toMatch(
      /^[A-Z2-7]{26}$/,
    );
    await seen(
      chats.alice,
      ({ channels }) => channels[0]?.messages[0]?.text.length === maxTextBytes,
    );
  });

  it("checks its options before it touches the network", () => {
    const { space, person } = testSpace();
    const transport = memoryNetwork().connect();
    const base: ChatOptions = { transport, identity: person("wally"), space };
    const wrong: [Partial<ChatOptions>, string][] = [
      [{ identity: { keyPair: createAccount(), name: "x" } }, "ERR_CHAT_OPTION"],
      [{ identity: { keyPair: createUser(), name: "" } }, "ERR_CHAT_OPTION"],
      [{ identity: { keyPair: createUser(), name: "a\u202eb" } }, "ERR_CHAT_OPTION"],
      [{ space: { ...space, name: "a.b" } }, "ERR_CHAT_OPTION"],
      [{ space: { ...space, accounts: [createUser().getPublicKey()] } }, "ERR_CHAT_OPTION"],
      [{ space: { ...space, channels: ["*"] } }, "ERR_CHAT_CHANNEL"],
      [{ limits: { messages: 0 } }, "ERR_CHAT_OPTION"],
    ];
    for (const [option, code] of wrong) {
      expect(() => createChat({ ...base, ...option })).toThrow(expect.objectContaining({ code }));
    }
  });
});
