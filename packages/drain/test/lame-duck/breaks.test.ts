import { type Connection, manage, statuses } from "@kchat/drain";
import { type FrozenServer, type NatsCluster, startCluster, startServer } from "@kchat/nats-server";
import { describe, expect, it } from "vitest";
import { clients } from "../clients.js";
import { sleep, until } from "../settings.js";
import { clusterForTests, generations, managedForTests } from "./cluster.js";

/** Both clients can drop their socket and dial again. */
interface Reconnecting extends Connection {
  reconnect(): Promise<void>;
}

describe.each(generations)("when something breaks ($name)", { timeout: 60_000 }, ({ connect }) => {
  const cluster = clusterForTests();
  const managed = managedForTests();
  const dialled: Reconnecting[] = [];
  const recorded = async (servers: string[]): Promise<Connection> => {
    const connection = (await connect(servers)) as Reconnecting;
    dialled.push(connection);
    return connection;
  };

  it("proves and settles a move as ever after an earlier break is mended", async () => {
    const { connection, event } = await managed({
      connect: recorded,
      servers: cluster().urls,
      settleMs: 400,
    });
    const news = statuses(connection);
    await dialled.at(-1)?.reconnect();
    for await (const { type } of news) if (type === "reconnect") break;
    expect(await connection.handOver()).toBe(true);
    const { probed, ms } = await event("moved");
    expect(probed).toBe(true);
    expect(ms).toBeGreaterThanOrEqual(395);
  });

  it("doesn't trust a new connection that broke after its proof, mended or not", async () => {
    const { connection, event } = await managed({
      connect: recorded,
      servers: cluster().urls,
      settleMs: 700,
    });
    connection.subscribe("work", { callback: (_error, message) => void message.respond("ok") });
    const moving = connection.handOver();
    const before = dialled.length;
    await until("the new connection", () => dialled.length > before);
    await sleep(250);
    await dialled.at(-1)?.reconnect();
    expect(String((await event("refused")).error)).toMatch(/broke off|disconnect/i);
    expect(await moving).toBe(true);
    expect((await connection.request("work", "", { timeout: 15_000 })).string()).toBe("ok");
  });

  it("ends when it closes in the middle of a move that is given up", async () => {
    let isBroken = false;
    const { connection, event } = await managed({
      servers: cluster().urls,
      connect(servers) {
        if (isBroken) throw new Error("no room");
        return recorded(servers);
      },
    });
    isBroken = true;
    const enough = new AbortController();
    const moving = connection.handOver({ signal: enough.signal });
    await event("refused");
    await connection.tracked.close();
    enough.abort();
    expect(await moving).toBe(false);
    await connection.closed();
    expect(connection.isClosed()).toBe(true);
  });

  it("closes a first connection whose preparation fails", async () => {
    const prepare = () => Promise.reject(new Error("no such consumer"));
    const options = { connect: recorded, servers: cluster().urls, prepare };
    await expect(manage(options)).rejects.toThrow("no such consumer");
    expect(dialled.at(-1)?.isClosed()).toBe(true);
  });

  it("tries another server first after one that hangs", async () => {
    await using three = await startCluster({
      size: 3,
      lameDuck: { durationMs: 30_000, graceMs: 15_000 },
    });
    let frozen: { server: FrozenServer; url: string | undefined } | undefined;
    let isLeaving = false;
    const { connection, event } = await managed({
      servers: three.urls,
      attemptMs: 1_000,
      async connect(servers) {
        if (isLeaving) frozen ??= { url: servers[0], server: await freeze(three, servers[0]) };
        return connect(servers);
      },
    });
    try {
      isLeaving = true;
      await three.servers[0]?.lameDuck();
      const { from, to } = await event("moved");
      expect([from, frozen?.url]).not.toContain(to);
      expect(connection.getServer()).toBe(to);
    } finally {
      frozen?.server.thaw();
    }
  });
});

async function freeze(cluster: NatsCluster, address = ""): Promise<FrozenServer> {
  const server = cluster.servers.find(({ port }) => address.endsWith(`:${port}`));
  if (server === undefined) throw new Error(`no server has the address ${address}`);
  return server.freeze();
}

describe.each(clients)("closing ($name)", (client) => {
  it("doesn't wait for a server that takes nothing more", async () => {
    await using server = await startServer({ websocket: true });
    const connection = await manage({
      servers: [server.url],
      connect: () => client.connect(server),
      attemptMs: 300,
    });
    using _frozen = await server.freeze();
    // More than the sockets' buffers hold.
    for (let i = 0; i < 32; i += 1) connection.publish("data", new Uint8Array(1 << 20));
    await connection.close();
    expect(connection.isClosed()).toBe(true);
    await connection.closed();
  });
});
