import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { type Chat, createChat } from "../../src/index.js";
import { natsTransport } from "../../src/nats/index.js";
import { seen } from "../people.js";
import { cuttableWay } from "./cuttable.js";
import { clients, operatorSpace } from "./operator-space.js";

const messagesIn = (chat: Chat, channel: string) =>
  chat.getSnapshot().channels.find(({ name }) => name === channel)?.messages ?? [];
const textsIn = (chat: Chat, channel: string) => messagesIn(chat, channel).map(({ text }) => text);
const fiveTexts = ["m0", "m1", "m2", "m3", "m4"];

describe.each(Object.entries(clients))("an outage, over %s", (_name, client) => {
  let room: Awaited<ReturnType<typeof operatorSpace>>;
  const ends: (() => unknown)[] = [];
  beforeAll(async () => {
    room = await operatorSpace();
  });
  afterEach(async () => {
    for (const end of ends.splice(0)) await end();
  });
  afterAll(() => room.stop());

  async function join(name: string, url = room.url()) {
    const { identity, connection } = await room.member(name, client, url);
    const chat = createChat({ transport: natsTransport(connection), identity, space: room.space });
    ends.push(async () => {
      await chat.close();
      await connection.close();
    });
    await chat.start();
    return { chat, connection };
  }

  it("delivers to others what was written while the writer was cut off, which plain publishes don't survive", async () => {
    const way = await cuttableWay(room.url());
    ends.push(way.close);
    const reader = await join("reader");
    const writer = await join("writer", way.url);
    const control: string[] = [];
    reader.connection.subscribe("chat.KUBECON.posts.control", {
      callback: (_error, message) => control.push(message.string()),
    });
    await reader.connection.flush();

    way.cut();
    await seen(writer.chat, ({ connection }) => connection.state === "reconnecting");
    for (const text of fiveTexts) {
      writer.chat.post("outage", text);
      writer.connection.publish("chat.KUBECON.posts.control", text);
    }
    expect(messagesIn(writer.chat, "outage").map(({ state }) => state)).toEqual(
      fiveTexts.map(() => "queued"),
    );
    // The clients throw away what is published when they dial: the control can only lose after a whole dial.
    const before = way.dialled();
    await expect.poll(way.dialled).toBeGreaterThan(before + 1);
    way.restore();

    await seen(reader.chat, () => textsIn(reader.chat, "outage").length >= fiveTexts.length);
    await seen(writer.chat, () =>
      messagesIn(writer.chat, "outage").every(({ state }) => state === "sent"),
    );
    writer.connection.publish("chat.KUBECON.posts.control", "after");
    await expect.poll(() => control.length).toBeGreaterThan(0);
    expect(control).toEqual(["after"]);
    expect(textsIn(reader.chat, "outage")).toEqual(fiveTexts);
    expect(messagesIn(reader.chat, "outage").map(({ id }) => id)).toEqual(
      messagesIn(writer.chat, "outage").map(({ id }) => id),
    );
    // The control's texts are no tokens, so the chat refused the one that arrived, and nothing else.
    expect(reader.chat.getSnapshot().refused).toEqual({ shape: 1 });
  });

  it("comes back from a crash of the server with what was queued meanwhile", async () => {
    const writer = await join("writer");
    const reader = await join("reader");
    const restart = await room.crash();
    await seen(writer.chat, ({ connection }) => connection.state === "reconnecting");
    for (const text of fiveTexts) writer.chat.post("crash", text);
    await restart();
    await seen(writer.chat, () =>
      messagesIn(writer.chat, "crash").every(({ state }) => state === "sent"),
    );
    expect(textsIn(writer.chat, "crash")).toEqual(fiveTexts);
    // There is no history, so the reader can only be asked for what follows its own round trip: by then it is subscribed again.
    const back = reader.chat.post("return", "back");
    await seen(reader.chat, () =>
      messagesIn(reader.chat, "return").some(({ id, state }) => id === back && state === "sent"),
    );
    writer.chat.post("crash", "after");
    await seen(reader.chat, () => textsIn(reader.chat, "crash").includes("after"));
  });
});
