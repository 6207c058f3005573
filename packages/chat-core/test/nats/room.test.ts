import { readFileSync } from "node:fs";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { type Chat, type ChatOptions, createChat } from "../../src/index.js";
import { natsTransport } from "../../src/nats/index.js";
import { seen } from "../people.js";
import { clients, operatorSpace } from "./operator-space.js";

const file = new URL("../vectors/go-client-vectors.json", import.meta.url);
const { vectors } = JSON.parse(readFileSync(file, "utf8")) as {
  vectors: { id: string; subject: string; token: string; expect: { at: number; text: string } }[];
};

describe("a room on a real server in operator mode", () => {
  let room: Awaited<ReturnType<typeof operatorSpace>>;
  const ends: (() => Promise<unknown>)[] = [];
  beforeAll(async () => {
    room = await operatorSpace();
  });
  // Nobody stays for the next test: a member with another clock would be refused there, and counted.
  afterEach(async () => {
    for (const end of ends.splice(0)) await end();
  });
  afterAll(() => room.stop());

  async function join(
    name: string,
    client = clients["nats 2.x"],
    options: Partial<ChatOptions> = {},
  ) {
    const { identity, key, connection } = await room.member(name, client);
    const transport = natsTransport(connection);
    const chat = createChat({ transport, identity, space: room.space, ...options });
    ends.push(async () => {
      await chat.close();
      await connection.close();
    });
    await chat.start();
    return { chat, key, connection };
  }
  const texts = (chat: Chat, channel: string) =>
    chat
      .getSnapshot()
      .channels.find(({ name }) => name === channel)
      ?.messages.map(({ text }) => text);

  it("lets both client generations chat, and verify each other's names", async () => {
    const old = await join("old", clients["nats 2.x"]);
    const modern = await join("modern", clients["@nats-io 3.x"]);
    await seen(old.chat, ({ members }) =>
      members.find((m) => m.key === modern.key && m.online && m.nameVerified),
    );
    await seen(modern.chat, ({ members }) =>
      members.find((m) => m.key === old.key && m.online && m.nameVerified),
    );
    old.chat.post("General", "from 2.x");
    modern.chat.post("General", "from 3.x");
    for (const { chat } of [old, modern]) {
      await seen(chat, ({ channels }) => channels[0]?.messages.length === 2);
      await seen(chat, ({ channels }) =>
        channels[0]?.messages.every(({ state }) => state === "sent"),
      );
    }
    modern.chat.dm(old.key, "psst");
    await seen(old.chat, ({ directs }) => directs[0]?.messages[0]?.text === "psst");
    expect(old.chat.getSnapshot().refused).toEqual({});
  });

  it("keeps a person online who leaves one of two terminals", async () => {
    const peer = await join("peer");
    const { identity, key, connect } = room.person("twice");
    const terminals: Chat[] = [];
    for (const client of Object.values(clients)) {
      const connection = await connect(room.url(), client);
      const chat = createChat({
        transport: natsTransport(connection),
        identity,
        space: room.space,
        // Neither the next heartbeat nor an answer to a newcomer comes within minutes.
        limits: { presencePerSecond: 0.01 },
      });
      terminals.push(chat);
      ends.push(async () => {
        await chat.close();
        await connection.close();
      });
      await chat.start();
    }
    const [stays, leaves] = terminals;
    const isOnline = (chat: Chat | undefined) =>
      chat?.getSnapshot().members.find((member) => member.key === key)?.online;
    await seen(peer.chat, () => isOnline(peer.chat));
    const shown: unknown[] = [];
    peer.chat.subscribe(() => shown.push(isOnline(peer.chat)));
    stays?.subscribe(() => shown.push(isOnline(stays) ? "stays" : "left"));
    await leaves?.close();
    await seen(peer.chat, () => shown.includes(false) && isOnline(peer.chat), 15_000);
    expect(isOnline(stays)).toBe(true);
    expect(shown).not.toContain("left");
  });

  it("shows what a Go client posted, as unbound, and both posts of one second", async () => {
    const posts = vectors.filter(({ id }) => /^go-alice-post-[23]$/.test(id));
    const at = (posts[0]?.expect.at ?? 0) * 1_000;
    const reader = await join("reader", clients["@nats-io 3.x"], { clock: () => at });
    const { connection } = await room.member("gopher");
    ends.push(() => connection.close());
    for (const { subject, token } of posts) connection.publish(subject, token);
    const channel = await seen(reader.chat, ({ channels }) =>
      channels.find(({ messages }) => messages.length === posts.length),
    );
    expect(channel.messages.map(({ text, unbound }) => [text, unbound])).toEqual(
      expect.arrayContaining(posts.map(({ expect: { text } }) => [text, true])),
    );
  });

  it("refuses forged, replayed, moved and oversized tokens, and goes on", async () => {
    const author = await join("author");
    const reader = await join("reader");
    const { connection } = await room.member("mallory");
    ends.push(() => connection.close());
    const caught: string[] = [];
    connection.subscribe("chat.KUBECON.posts.attacked", {
      callback: (_error, message) => caught.push(message.string()),
    });
    await connection.flush();
    author.chat.post("attacked", "genuine");
    await seen(reader.chat, () => texts(reader.chat, "attacked")?.length === 1);
    await expect.poll(() => caught.length).toBe(1);
    const [header, payload, signature = ""] = (caught[0] ?? "").split(".");
    const flipped = signature.startsWith("A") ? `B${signature.slice(1)}` : `A${signature.slice(1)}`;
    connection.publish("chat.KUBECON.posts.attacked", caught[0]);
    connection.publish("chat.KUBECON.posts.elsewhere", caught[0]);
    connection.publish(`chat.KUBECON.dms.${reader.key}`, caught[0]);
    connection.publish("chat.KUBECON.online", caught[0]);
    connection.publish("chat.KUBECON.posts.attacked", `${header}.${payload}.${flipped}`);
    connection.publish("chat.KUBECON.posts.attacked", "x".repeat(100_000));
    connection.publish("chat.KUBECON.posts.attacked", "\u001b[2J");
    await connection.flush();
    await seen(reader.chat, ({ refused }) => refused.shape === 1);
    expect(reader.chat.getSnapshot().refused).toEqual({
      seen: 1,
      subject: 3,
      signature: 1,
      size: 1,
      shape: 1,
    });
    author.chat.post("attacked", "still here");
    await seen(reader.chat, () => texts(reader.chat, "attacked")?.length === 2);
    expect(reader.chat.getSnapshot().directs).toEqual([]);
  });
});
