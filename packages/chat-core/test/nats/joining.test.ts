import { createUser } from "@kchat/auth";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { systemRandom, systemTimers } from "../../src/chat/environment.js";
import {
  type ChatOptions,
  type ChatSnapshot,
  createChat,
  type Timers,
  type Transport,
} from "../../src/index.js";
import { natsTransport } from "../../src/nats/index.js";
import { composePresence } from "../../src/token/compose.js";
import { seen } from "../people.js";
import { clients, operatorSpace } from "./operator-space.js";

/** Timers by which no heartbeat ever becomes due. */
const noHeartbeats: Timers = {
  after: (delayMs, run) => (delayMs === 0 ? systemTimers.after(0, run) : () => undefined),
};

describe.each(Object.entries(clients))("who joins a real server, over %s", (_name, client) => {
  let room: Awaited<ReturnType<typeof operatorSpace>>;
  const ends: (() => Promise<unknown>)[] = [];
  beforeAll(async () => {
    room = await operatorSpace();
  });
  afterEach(async () => {
    for (const end of ends.splice(0)) await end();
  });
  afterAll(() => room.stop());

  async function member(
    name: string,
    options: Partial<ChatOptions> = {},
    through: (transport: Transport) => Transport = (transport) => transport,
  ) {
    const { identity, key, connection } = await room.member(name, client);
    const transport = through(natsTransport(connection));
    const chat = createChat({ transport, identity, space: room.space, ...options });
    ends.push(async () => {
      await chat.close();
      await connection.close();
    });
    return { chat, key, connection };
  }
  const isOnline =
    (key: string) =>
    ({ members }: ChatSnapshot) =>
      members.find((other) => other.key === key && other.online);

  it("learns from the roster whom it never heard", async () => {
    const [anna, bert, carla] = [
      await member("anna", { timers: noHeartbeats }),
      await member("bert", { timers: noHeartbeats }),
      await member("carla"),
    ];
    await anna.chat.start();
    await bert.chat.start();
    const heard: string[] = [];
    carla.connection.subscribe("chat.KUBECON.online", {
      callback: (_error, message) => heard.push(message.string()),
    });
    await carla.chat.start();
    await seen(carla.chat, isOnline(anna.key));
    await seen(carla.chat, isOnline(bert.key));
    expect(heard).toHaveLength(1);
    expect(carla.chat.getSnapshot().refused).toEqual({});
  });

  it("doesn't wait for a heartbeat's period when two join at the same moment", async () => {
    let arrived: () => void = () => undefined;
    const peerIsThere = new Promise<void>((resolve) => {
      arrived = resolve;
    });
    // Its hello is out, but its start isn't over before the other one has joined.
    const slow = await member("slow", {}, (transport) => ({
      ...forwarding(transport),
      async send(subject, payload, options) {
        await transport.send(subject, payload, options);
        if (subject.endsWith(".online")) await peerIsThere;
      },
    }));
    const quick = await member("quick");
    const helloIsOut = new Promise<void>((resolve) => {
      quick.connection.subscribe("chat.KUBECON.online", { max: 1, callback: () => resolve() });
    });
    await quick.connection.flush();
    const started = slow.chat.start();
    await helloIsOut;
    await quick.chat.start();
    await seen(slow.chat, isOnline(quick.key));
    expect(isOnline(slow.key)(quick.chat.getSnapshot())).toBeUndefined();
    arrived();
    await started;
    // A period is 22 s at least.
    await seen(quick.chat, isOnline(slow.key), 10_000);
  });

  it("believes an answerer only what the members themselves signed", async () => {
    const mallory = await room.member("mallory", client);
    ends.push(() => mallory.connection.close());
    const [absent, victim] = [createUser(), createUser()];
    const presence = (keyPair: typeof absent, name: string, space = "KUBECON", at = Date.now()) =>
      composePresence(
        {
          keyPair,
          key: keyPair.getPublicKey(),
          name,
          space,
          clock: () => at,
          random: systemRandom,
        },
        { periodSeconds: 30 },
      ).token;
    const [header, payload] = presence(victim, "victim").split(".");
    const forSignature = presence(mallory.identity.keyPair, "victim").split(".")[2];
    const answer = [
      `${header}.${payload}.${forSignature}`,
      presence(victim, "victim", "ELSEWHERE"),
      presence(victim, "victim", "KUBECON", Date.now() - 3_600_000),
      "not a token",
      presence(absent, "absent"),
    ].join("\n");
    mallory.connection.subscribe("chat.KUBECON.roster", {
      queue: "roster",
      callback: (_error, message) => message.respond(answer),
    });
    await mallory.connection.flush();
    const newcomer = await member("newcomer");
    await newcomer.chat.start();
    await seen(newcomer.chat, isOnline(absent.getPublicKey()));
    const { members, refused } = newcomer.chat.getSnapshot();
    expect(members.map(({ key }) => key)).not.toContain(victim.getPublicKey());
    expect(members.map(({ key }) => key)).not.toContain(mallory.key);
    expect(refused).toEqual({ signature: 1, subject: 1, expired: 1, shape: 1 });
  });
});

/** The transport as an object whose methods can be replaced one by one. */
function forwarding(transport: Transport): Transport {
  return {
    get state() {
      return transport.state;
    },
    get maxPayloadBytes() {
      return transport.maxPayloadBytes;
    },
    onStateChange: transport.onStateChange,
    send: transport.send,
    subscribe: transport.subscribe,
    request: transport.request,
    close: transport.close,
  };
}
