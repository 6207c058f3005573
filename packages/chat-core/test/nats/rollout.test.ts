import { type Connection, manage } from "@kchat/drain";
import { type NatsCluster, startCluster } from "@kchat/nats-server";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type ChatSnapshot, createChat } from "../../src/index.js";
import { natsTransport, probeSubject } from "../../src/nats/index.js";
import { operatorTrust } from "./operator-space.js";

const patient = { timeout: 15_000, interval: 20 };
const lameDuck = { durationMs: 30_000, graceMs: 3_000 };
const trust = operatorTrust();
const ticks = "chat.KUBECON.hints.tick";

describe("a rollout of a cluster, one lame duck after the other", () => {
  let cluster: NatsCluster;
  beforeAll(async () => {
    cluster = await startCluster({ size: 2, config: trust.config, lameDuck });
  });
  afterAll(() => cluster.stop());

  /** Somebody who chats over a connection that is handed over, beginning at one of the servers. */
  async function member(name: string, at: number) {
    const { identity, key, connect } = trust.person(name);
    const connection = await manage({
      servers: at === 0 ? cluster.urls : [...cluster.urls].reverse(),
      connect,
      probeSubject: () => probeSubject("KUBECON", key),
      settleMs: 500,
      jitterMs: 0,
    });
    const chat = createChat({ transport: natsTransport(connection), identity, space: trust.space });
    const snapshots: ChatSnapshot[] = [];
    chat.subscribe(() => snapshots.push(chat.getSnapshot()));
    await chat.start();
    return { chat, key, connection, snapshots };
  }

  /** Which of the numbers that are published by the clock were heard. */
  async function listener(connection: Connection) {
    const heard = new Set<number>();
    connection.subscribe(`${ticks}.*`, {
      callback: (_error, message) => heard.add(Number(message.string())),
    });
    await connection.flush();
    return heard;
  }

  it("costs those who chat nothing, while plain connections miss what is said meanwhile", async () => {
    const alice = await member("alice", 0);
    const bob = await member("bob", 1);
    const plain = await Promise.all(
      ["one", "two"].map((name) => trust.person(name).connect([...cluster.urls])),
    );
    const controls = await Promise.all(plain.map(listener));
    const heard = await listener(bob.connection);
    for (const [one, other] of [
      [alice, bob],
      [bob, alice],
    ] as const) {
      await expect
        .poll(
          () => one.chat.getSnapshot().members.find(({ key }) => key === other.key)?.online,
          patient,
        )
        .toBe(true);
    }
    let said = 0;
    const talk = setInterval(() => {
      said += 1;
      alice.chat.post("General", `alice ${said}`);
      bob.chat.post("General", `bob ${said}`);
    }, 150);
    let ticked = 0;
    const tick = setInterval(() => {
      alice.connection.publish(`${ticks}.${alice.key}`, String(ticked));
      ticked += 1;
    }, 2);
    const isHeard = () => [heard, ...controls].every(({ size }) => size > 0);
    await expect.poll(isHeard, patient).toBe(true);
    const from = Math.max(...heard);

    for (const server of cluster.servers) {
      await server.lameDuck();
      await server.exited;
      await server.restart();
    }
    clearInterval(talk);
    clearInterval(tick);
    const all = Array.from({ length: ticked - from }, (_, index) => from + index);
    const missedBy = (listening: ReadonlySet<number>) => all.filter((i) => !listening.has(i));
    await expect.poll(() => missedBy(heard), patient).toEqual([]);
    expect(controls.flatMap(missedBy).length).toBeGreaterThan(0);

    for (const { chat, snapshots } of [alice, bob]) {
      const general = () => chat.getSnapshot().channels.find(({ name }) => name === "General");
      await expect.poll(() => general()?.messages.length, patient).toBe(2 * said);
      // Each counted once, one's own not at all, although two connections delivered for a while.
      expect(general()?.unread).toBe(said);
      await expect
        .poll(() => general()?.messages.every(({ state }) => state === "sent"), patient)
        .toBe(true);
      expect(new Set(snapshots.map(({ connection }) => connection.state))).toEqual(
        new Set(["connected"]),
      );
      const met = snapshots.findIndex(
        ({ members }) => members.filter(({ online }) => online).length === 2,
      );
      const flickers = snapshots
        .slice(met)
        .filter(({ members }) => members.some(({ online }) => !online));
      expect(flickers).toEqual([]);
    }
    await Promise.all([alice, bob].map(({ chat }) => chat.close()));
    await Promise.all([alice, bob].map(({ connection }) => connection.drain()));
    await Promise.all(plain.map((connection) => connection.close()));
  }, 60_000);
});
