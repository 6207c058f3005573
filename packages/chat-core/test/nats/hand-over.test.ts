import { type HandOverEvent, manage } from "@kchat/drain";
import { startServer } from "@kchat/nats-server";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { type ChatSnapshot, createChat } from "../../src/index.js";
import { natsTransport, probeSubject } from "../../src/nats/index.js";
import { seen, testSpace } from "../people.js";
import { clients, operatorSpace } from "./operator-space.js";

const ends: (() => unknown)[] = [];
afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end();
});

type Manage = Parameters<typeof manage>[0];

/** A managed connection and what it told. */
async function managed(options: Manage) {
  const events: HandOverEvent[] = [];
  const connection = await manage({
    settleMs: 100,
    ...options,
    onEvent: (event) => events.push(event),
  });
  ends.push(() => connection.close());
  return { connection, moved: () => events.find(({ type }) => type === "moved") };
}

describe.each(Object.entries(clients))("a chat is handed over, with %s", (_name, client) => {
  let room: Awaited<ReturnType<typeof operatorSpace>>;
  beforeAll(async () => {
    room = await operatorSpace();
  });
  afterAll(() => room.stop());

  it("with the rights of a member: these suffice for the proof that nothing can be missed", async () => {
    const { identity, key, connect } = room.person("wally", client);
    const { connection, moved } = await managed({
      connect,
      servers: [room.url()],
      probeSubject: () => probeSubject("KUBECON", key),
    });
    const chat = createChat({ transport: natsTransport(connection), identity, space: room.space });
    ends.push(() => chat.close());
    await chat.start();
    const states = new Set<ChatSnapshot["connection"]["state"]>();
    chat.subscribe(() => states.add(chat.getSnapshot().connection.state));
    expect(await connection.handOver()).toBe(true);
    expect(moved()).toMatchObject({ probed: true });
    const id = chat.post("General", "from here");
    await seen(chat, ({ channels }) =>
      channels[0]?.messages.some((message) => message.id === id && message.state === "sent"),
    );
    expect([...states]).toEqual(["connected"]);
    expect(chat.getSnapshot().refused).toEqual({});
  });

  it("in the way of its own: others may neither speak there nor take it from where nobody asked", async () => {
    const { key } = room.person("victim", client);
    const { connection } = await room.member("mallory", client);
    ends.push(() => connection.close());
    const transport = natsTransport(connection);
    await expect(
      transport.send(probeSubject("KUBECON", key), new Uint8Array()),
    ).rejects.toMatchObject({ code: "ERR_TRANSPORT_PERMISSION" });
    expect(probeSubject("KUBECON", key)).not.toBe(probeSubject("KUBECON", key));
  });

  it("with the narrower rights of the original Go provisioner, by settling alone", async () => {
    const { space, person } = testSpace();
    const identity = person("gopher");
    const { publicKey } = identity.keyPair;
    const common = '"chat.KUBECON.online", "chat.KUBECON.posts.*"';
    const config = `authorization { users: [{ user: go, password: x, permissions: {
      publish: [${common}, "chat.KUBECON.dms.*"], subscribe: [${common}, "chat.KUBECON.dms.${publicKey}", "_INBOX.>"]
    } }] }`;
    await using server = await startServer({ config });
    const { connection, moved } = await managed({
      connect: (servers) => client.connect({ servers, user: "go", pass: "x" }),
      servers: [server.url],
      attemptMs: 60_000,
      probeSubject: () => probeSubject("KUBECON", publicKey),
    });
    const chat = createChat({ transport: natsTransport(connection), identity, space });
    await chat.start();
    expect(await connection.handOver()).toBe(true);
    expect(moved()).toMatchObject({ probed: false });
    const id = chat.post("General", "still here");
    await seen(chat, ({ channels }) =>
      channels[0]?.messages.some((message) => message.id === id && message.state === "sent"),
    );
    await chat.close();
  });
});
