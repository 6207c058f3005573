import {
  httpMonitoring,
  planRollingRestart,
  processControl,
  type RestartEvent,
  type RollingServer,
  rollingRestart,
} from "@kchat/drain/server";
import { type NatsServer, startCluster, startServer, startSuperCluster } from "@kchat/nats-server";
import { jetstream, jetstreamManager } from "@nats-io/jetstream";
import { connect } from "@nats-io/transport-node";
import { describe, expect, it, vi } from "vitest";

const lameDuck = { durationMs: 30_000, graceMs: 200 };

const rolling = (server: NatsServer): RollingServer => ({
  name: server.name,
  monitoring: (endpoint, signal) => httpMonitoring(server.monitorUrl)(endpoint, signal),
  control: { ...processControl({ pid: server.pid }) },
  start: () => server.restart(),
});

/** Messages that a server itself holds, whatever the leader says. */
async function messagesOn(server: NatsServer): Promise<number> {
  const jsz = await httpMonitoring(server.monitorUrl)("jsz?streams=true");
  return (jsz as { messages: number }).messages;
}

describe("planRollingRestart", () => {
  it("puts the leader of JetStream last, and changes nothing", async () => {
    await using cluster = await startCluster({ size: 3, jetstream: true, lameDuck });
    const pids = cluster.servers.map(({ pid }) => pid);
    const { steps } = await planRollingRestart(cluster.servers.map(rolling));
    const leader = (await cluster.servers[0]?.jsz())?.meta_cluster?.leader;
    expect(steps.map(({ before }) => before.name).sort()).toEqual([
      "cluster-0",
      "cluster-1",
      "cluster-2",
    ]);
    expect(steps.at(-1)?.before).toMatchObject({ name: leader, isMetaLeader: true });
    expect(steps[0]?.before).toMatchObject({ version: "2.14.0" });
    expect(cluster.servers.map(({ pid }) => pid)).toEqual(pids);
  });

  it("refuses to begin while a server can't be read", async () => {
    const server = await startServer();
    const gone = rolling(server);
    await server.stop();
    await expect(planRollingRestart([gone])).rejects.toMatchObject({
      code: "ERR_SERVER",
      message: expect.stringContaining("can't be read"),
    });
  });

  it("refuses a server that is listed twice", async () => {
    await using server = await startServer();
    await expect(planRollingRestart([rolling(server), rolling(server)])).rejects.toThrow(/twice/);
    await expect(planRollingRestart([])).rejects.toMatchObject({ code: "ERR_OPTION" });
  });

  it("warns of what no order can prevent", async () => {
    const clusters = [
      { name: "ams", size: 1 },
      { name: "sfo", size: 1 },
    ];
    await using world = await startSuperCluster({ clusters });
    const client = await connect({ servers: world.servers[0]?.url ?? "" });
    const { steps } = await planRollingRestart(world.servers.map(rolling));
    await client.close();
    const [ams] = steps.filter(({ before }) => before.name === "ams-0");
    expect(ams?.warnings).toEqual([
      expect.stringMatching(/nowhere to go/),
      expect.stringMatching(/gateway/),
    ]);
    expect(ams?.before.gateways).toEqual(["sfo"]);
  });
});

describe("rollingRestart", { timeout: 60_000 }, () => {
  it("restarts a cluster with JetStream, each server caught up before the next", async () => {
    await using cluster = await startCluster({ size: 3, jetstream: true, lameDuck });
    const client = await connect({ servers: [...cluster.urls], maxReconnectAttempts: -1 });
    const manager = await jetstreamManager(client);
    // For a moment after the start the leader may still take a server that it hears for offline.
    const config = { name: "KEPT", subjects: ["kept"], num_replicas: 3 };
    await vi.waitFor(() => manager.streams.add(config), 15_000);
    let stored = 0;
    // Again until it is confirmed, and kept once: the client may be between two servers.
    const storeOne = (id: string) =>
      vi.waitFor(() => jetstream(client).publish("kept", new Uint8Array(4_096), { msgID: id }), {
        timeout: 15_000,
        interval: 100,
      });
    const store = async (): Promise<void> => {
      const ids = Array.from({ length: 500 }, () => String(stored++));
      await Promise.all(ids.map(storeOne));
    };
    await store();
    const before = cluster.servers.map(({ pid }) => pid);
    const events: RestartEvent[] = [];
    const held: number[][] = [];
    const servers = cluster.servers.map((server): RollingServer => {
      const { control, ...rest } = rolling(server);
      return {
        ...rest,
        control: {
          ...control,
          async lameDuck() {
            held.push(await Promise.all(cluster.servers.map(messagesOn)));
            await control.lameDuck();
          },
        },
        async start() {
          // What the first one misses: its own health says nothing of it.
          if (held.length === 1) await store();
          await server.restart();
        },
      };
    });
    const plan = await planRollingRestart(servers);
    const { restarted } = await rollingRestart(plan, {
      settleMs: 0,
      onEvent: (event) => events.push(event),
    });
    expect(restarted.map(({ server }) => server)).toEqual(plan.steps.map((s) => s.server.name));
    for (const [at, { pid }] of cluster.servers.entries()) expect(pid).not.toBe(before[at]);
    // What each server has stored itself when the next one is told to go.
    expect(held).toEqual([500, 1_000, 1_000].map((all) => [all, all, all]));
    const order = events.filter(({ type }) => type === "lameDuck" || type === "healthy");
    expect(order.map(({ type }) => type)).toEqual([1, 2, 3].flatMap(() => ["lameDuck", "healthy"]));
    await client.close();
  });

  it("restarts two clusters, each server back behind its gateways before the next", async () => {
    const clusters = [
      { name: "ams", size: 1 },
      { name: "sfo", size: 1 },
    ];
    await using world = await startSuperCluster({ clusters, lameDuck });
    const gateways: string[][] = [];
    const plan = await planRollingRestart(world.servers.map(rolling));
    const watched = plan.steps.map((step) => {
      const lameDuck = async (): Promise<void> => {
        const all = await Promise.all(world.servers.map((server) => server.gatewayz()));
        gateways.push(all.flatMap((one) => Object.keys(one.outbound_gateways ?? {})));
        await step.server.control.lameDuck();
      };
      const control = { ...step.server.control, lameDuck };
      return { ...step, server: { ...step.server, control } };
    });
    const { restarted } = await rollingRestart({ steps: watched }, { settleMs: 0 });
    expect(restarted.map(({ server }) => server).sort()).toEqual(["ams-0", "sfo-0"]);
    expect(gateways).toEqual([1, 2].map(() => ["sfo", "ams"]));
  });

  it("stops at a server that doesn't come back, and says where", async () => {
    await using cluster = await startCluster({ size: 3, lameDuck });
    const servers = cluster.servers.map(rolling).map((server) => ({ ...server, start: undefined }));
    const plan = await planRollingRestart(servers);
    await expect(rollingRestart(plan, { returnMs: 300 })).rejects.toMatchObject({
      code: "ERR_TIMEOUT",
      message: expect.stringMatching(/stopped at cluster-\d.*hasn't started.*before: none/),
    });
    const alive = await Promise.all(
      cluster.servers.map((server) =>
        server.varz().then(
          () => 1,
          () => 0,
        ),
      ),
    );
    expect(alive.reduce((sum: number, one) => sum + one, 0)).toBe(2);
  });

  it("leaves the rest alone when it is aborted", async () => {
    await using cluster = await startCluster({ size: 2, lameDuck });
    const plan = await planRollingRestart(cluster.servers.map(rolling));
    const abort = new AbortController();
    const options = {
      signal: abort.signal,
      onEvent: ({ type }: RestartEvent) => type === "healthy" && abort.abort(),
    };
    await expect(rollingRestart(plan, options)).rejects.toMatchObject({ code: "ERR_ABORTED" });
    const [first, second] = plan.steps;
    const now = await Promise.all(cluster.servers.map((server) => server.varz()));
    const ids = now.map(({ server_id }) => server_id);
    expect(ids).not.toContain(first?.before.serverId);
    expect(ids).toContain(second?.before.serverId);
  });

  it.each([
    { leaveMs: 2 ** 32 },
    { returnMs: 2 ** 31 },
    { settleMs: 2 ** 31 },
    { leaveMs: Number.NaN },
  ])("refuses %o before the first server is told to go", async (options) => {
    await using server = await startServer({ lameDuck });
    const plan = await planRollingRestart([rolling(server)]);
    await expect(rollingRestart(plan, options)).rejects.toMatchObject({ code: "ERR_OPTION" });
    expect(server.logs()).not.toContain("lame duck");
  });

  it("gives a server up that ignores the lame duck", async () => {
    await using server = await startServer();
    const deaf = {
      ...rolling(server),
      control: { lameDuck: async () => {}, reload: async () => {} },
    };
    const plan = await planRollingRestart([deaf]);
    await expect(rollingRestart(plan, { leaveMs: 200 })).rejects.toMatchObject({
      code: "ERR_TIMEOUT",
      message: expect.stringContaining("is it in lame duck mode?"),
    });
  });
});
