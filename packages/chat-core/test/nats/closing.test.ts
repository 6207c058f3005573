import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { createChat } from "../../src/index.js";
import { natsTransport } from "../../src/nats/index.js";
import { clients, operatorSpace } from "./operator-space.js";

describe.each(Object.entries(clients))("a connection of %s that ends early", (_name, client) => {
  let room: Awaited<ReturnType<typeof operatorSpace>>;
  let unhandled: unknown[] = [];
  const note = (reason: unknown) => unhandled.push(reason);
  beforeAll(async () => {
    room = await operatorSpace();
  });
  afterAll(() => room.stop());
  beforeEach(() => {
    unhandled = [];
    process.on("unhandledRejection", note);
  });
  afterEach(() => {
    process.off("unhandledRejection", note);
  });

  async function member(name: string) {
    const { identity, connection } = await room.member(name, client);
    const chat = createChat({
      transport: natsTransport(connection),
      identity,
      space: room.space,
    });
    return { chat, connection };
  }
  /** Longer than anything that a closed chat could still be waiting for. */
  const afterwards = () => new Promise((resolve) => setTimeout(resolve, 300));

  it("leaves no rejection behind when it closes right after the start", async () => {
    const { chat, connection } = await member("hasty");
    await chat.start();
    await connection.close();
    await afterwards();
    expect(unhandled).toEqual([]);
    expect(chat.getSnapshot().connection.state).toBe("closed");
    await chat.close();
  });

  it("leaves no rejection behind when it drains right after the start", async () => {
    const { chat, connection } = await member("drained");
    await chat.start();
    await connection.drain();
    await afterwards();
    expect(unhandled).toEqual([]);
    await chat.close();
  });

  it("leaves no rejection behind when it closes while messages are under way", async () => {
    const { chat, connection } = await member("talker");
    await chat.start();
    const ids = Array.from({ length: 20 }, (_, index) => chat.post("General", `m${index}`));
    await connection.close();
    await afterwards();
    expect(unhandled).toEqual([]);
    const messages = chat.getSnapshot().channels[0]?.messages ?? [];
    expect(messages.map(({ id }) => id)).toEqual(ids);
    expect(messages.map(({ state }) => state)).not.toContain("sending");
    expect(messages.map(({ state }) => state)).not.toContain("queued");
    await chat.close();
  });

  it("rejects a start that it interrupts, with a code", async () => {
    const { chat, connection } = await member("interrupted");
    const started = expect(chat.start()).rejects.toMatchObject({ code: "ERR_CHAT_STATE" });
    await connection.close();
    await started;
    await afterwards();
    expect(unhandled).toEqual([]);
    await chat.close();
  });

  it("rejects a start on a connection that is closed already, with a code", async () => {
    const { chat, connection } = await member("late");
    await connection.close();
    await expect(chat.start()).rejects.toMatchObject({ code: "ERR_CHAT_STATE" });
    await chat.close();
    expect(unhandled).toEqual([]);
  });
});
