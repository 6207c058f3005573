import { createUser } from "@kchat/auth";
import { afterEach, describe, expect, it } from "vitest";
import { systemRandom, systemTimers } from "../../src/chat/environment.js";
import {
  type ChatOptions,
  type ChatSnapshot,
  createChat,
  memberPermissions,
  type Timers,
  type Transport,
} from "../../src/index.js";
import { memoryNetwork } from "../../src/memory/index.js";
import { natsTransport } from "../../src/nats/index.js";
import { readRoster } from "../../src/presence/roster.js";
import { composePresence } from "../../src/token/compose.js";
import { decodeChatToken } from "../../src/token/verify.js";
import { clients, operatorSpace } from "../nats/operator-space.js";
import { seen, testSpace } from "../people.js";

const capacity = 40;
const patienceMs = 15_000;

/** Timers by which no heartbeat ever becomes due: who isn't shown after its hello isn't shown at all. */
const noHeartbeats: Timers = {
  after: (delayMs, run) => (delayMs === 0 ? systemTimers.after(0, run) : () => undefined),
};

/** A place where members have no more rights than the template gives them. */
interface Place {
  join(name: string): Promise<{ identity: ChatOptions["identity"]; transport: Transport }>;
  space: ChatOptions["space"];
  end(): Promise<void>;
}

async function realPlace(client: (typeof clients)[keyof typeof clients]): Promise<Place> {
  const { space, member, stop } = await operatorSpace();
  const connections: { close(): Promise<void> }[] = [];
  return {
    space,
    async join(name) {
      const { identity, connection } = await member(name, client);
      connections.push(connection);
      return { identity, transport: natsTransport(connection) };
    },
    async end() {
      for (const connection of connections) await connection.close();
      await stop();
    },
  };
}

async function memoryPlace(): Promise<Place> {
  const { space, person } = testSpace();
  const network = memoryNetwork();
  const { pub, sub } = memberPermissions(space.name);
  return {
    space,
    async join(name) {
      const identity = person(name);
      const key = identity.keyPair.getPublicKey();
      const own = (subject: string) => subject.replaceAll("{{subject()}}", key);
      // The memory network asks without the private inboxes that the template is about.
      const transport = network.connect({
        publish: pub.allow.map(own),
        subscribe: sub.allow.map(own),
      });
      return { identity, transport };
    },
    end: async () => undefined,
  };
}

const places: [string, () => Promise<Place>][] = [
  ["the memory network", memoryPlace],
  ...Object.entries(clients).map(([name, client]): [string, () => Promise<Place>] => [
    `a real server and ${name}`,
    () => realPlace(client),
  ]),
];

describe.each(places)("a member that announces invented keys, over %s", (_name, open) => {
  const ends: (() => Promise<unknown>)[] = [];
  afterEach(async () => {
    for (const end of ends.splice(0).reverse()) await end();
  });

  async function attacked() {
    const place = await open();
    ends.push(place.end);
    async function member(name: string, options: Partial<ChatOptions> = {}) {
      const { identity, transport } = await place.join(name);
      const chat = createChat({
        transport,
        identity,
        space: place.space,
        timers: noHeartbeats,
        limits: { members: capacity, presencePerSecond: 1 },
        ...options,
      });
      ends.push(() => chat.close({ signal: AbortSignal.abort() }));
      return chat;
    }
    const mallory = await place.join("mallory");
    /** Announces keys that nobody has ever had credentials for; resolves once the server has all of it. */
    async function flood(keys: number): Promise<void> {
      const announcements = Array.from({ length: keys }, () => {
        const keyPair = createUser();
        const author = {
          keyPair,
          key: keyPair.getPublicKey(),
          name: "wally",
          space: place.space.name,
          clock: Date.now,
          random: systemRandom,
        };
        const { token } = composePresence(author, { tag: "new", periodSeconds: 1_800 });
        return mallory.transport.send("chat.KUBECON.online", new TextEncoder().encode(token));
      });
      await Promise.all(announcements);
    }
    return { member, flood, mallory };
  }

  const verified =
    (name: string) =>
    ({ members }: ChatSnapshot) =>
      members.find((m) => m.name === name && m.online && m.nameVerified);
  const isFull = ({ members, refused }: ChatSnapshot) =>
    members.length === capacity && (refused.capacity ?? 0) > 0;

  it("can fill the list with them, but answer for none of them", async () => {
    const { member, flood, mallory } = await attacked();
    const victim = await member("victim");
    await victim.start();
    await flood(capacity);
    const { members } = await seen(victim, (now) => isFull(now) && now, patienceMs);
    const invented = members.find(({ isMe }) => !isMe)?.key ?? "";
    const refused = new Promise<{ code: string }>((onRefused) => {
      mallory.transport.subscribe(`chat.KUBECON.member.${invented}`, () => undefined, {
        onRefused,
      });
    });
    expect((await refused).code).toBe("ERR_TRANSPORT_PERMISSION");
    expect(members.filter((m) => m.nameVerified).map((m) => m.name)).toEqual(["victim"]);
  });

  it("keeps no newcomer out that proves its name, even if it is heard but once", async () => {
    const { member, flood } = await attacked();
    const [victim, newcomer] = [await member("victim"), await member("newcomer")];
    await victim.start();
    await flood(100);
    await seen(victim, isFull, patienceMs);
    // Fewer than may wait to be asked, so that even its only chance is a certain one.
    const more = flood(100);
    await newcomer.start();
    await seen(victim, verified("newcomer"), patienceMs);
    await more;
    expect(verified("newcomer")(victim.getSnapshot())).toBeDefined();
    expect(victim.getSnapshot().members).toHaveLength(capacity);
  });

  it("neither hides the members from a newcomer's roster nor slows their heartbeats down", async () => {
    const { member, flood, mallory } = await attacked();
    const [first, second] = [await member("first"), await member("second")];
    const askRoster = () =>
      mallory.transport.request("chat.KUBECON.roster", new Uint8Array(), { timeoutMs: patienceMs });
    await first.start();
    // It answers once it has asked itself.
    const isAnswered = () => askRoster().then(Boolean, () => false);
    await expect.poll(isAnswered, { timeout: patienceMs }).toBe(true);
    await second.start();
    await seen(first, verified("second"), patienceMs);
    await seen(second, verified("first"), patienceMs);
    await flood(100);
    await seen(first, isFull, patienceMs);
    await seen(second, isFull, patienceMs);
    const roster = readRoster(await askRoster()).map((token) => new TextDecoder().decode(token));
    const names = roster.slice(0, 2).map((token) => decodeChatToken(token).claims.name);
    expect(names.sort()).toEqual(["first", "second"]);

    // Its goodbye announces the period of a member that knows of as many as the list holds.
    const goodbye = new Promise<number>((resolve) => {
      mallory.transport.subscribe("chat.KUBECON.online", ({ data }) => {
        const { claims } = decodeChatToken(new TextDecoder().decode(data));
        if (claims.tags?.includes("bye")) resolve(claims.nats?.period as number);
      });
    });
    // A round trip, after which the subscription is there.
    await flood(1);
    await first.close();
    expect(await goodbye).toBe(30);
  });
});
