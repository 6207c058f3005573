import {
  httpMonitoring,
  planRollingRestart,
  processControl,
  type RestartEvent,
  type RollingServer,
  rollingRestart,
} from "@kchat/drain/server";
import { type NatsServer, startCluster, startServer, startSuperCluster } from "@kchat/nats-server";
import { jetstreamManager } from "@nats-io/jetstream";
import { connect } from "@nats-io/transport-node";
import { describe, expect, it, vi } from "vitest";

const lameDuck = { durationMs: 30_000, graceMs: 200 };

const rolling = (server: NatsServer): RollingServer => ({
  name: server.name,
  monitoring: (endpoint, signal) => httpMonitoring(server.monitorUrl)(endpoint, signal),
  control: { ...processControl({ pid: server.pid }) },
  start: () => server.restart(),
});

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

describe("rollingRestart", () => {
  it("restarts a cluster with JetStream, one healthy server after the other", async () => {
    await using cluster = await startCluster({ size: 3, jetstream: true, lameDuck });
    const client = await connect({ servers: [...cluster.urls], maxReconnectAttempts: -1 });
    const manager = await jetstreamManager(client);
    // For a moment after the start the leader may still take a server that it hears for offline.
    const config = { name: "KEPT", subjects: ["kept"], num_replicas: 3 };
    await vi.waitFor(() => manager.streams.add(config), 15_000);
    const before = cluster.servers.map(({ pid }) => pid);
    const events: RestartEvent[] = [];
    const plan = await planRollingRestart(cluster.servers.map(rolling));
    const { restarted } = await rollingRestart(plan, {
      settleMs: 0,
      onEvent: (event) => events.push(event),
    });
    expect(restarted.map(({ server }) => server)).toEqual(plan.steps.map((s) => s.server.name));
    for (const [at, { pid }] of cluster.servers.entries()) expect(pid).not.toBe(before[at]);
    for (const server of cluster.servers) {
      expect(await server.healthz()).toMatchObject({ status: "ok" });
    }
    const order = events.filter(({ type }) => type === "lameDuck" || type === "healthy");
    expect(order.map(({ type }) => type)).toEqual([1, 2, 3].flatMap(() => ["lameDuck", "healthy"]));
    expect((await manager.streams.info("KEPT")).state.messages).toBe(0);
    await client.close();
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
