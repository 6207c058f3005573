import { startCluster, startSuperCluster } from "@kchat/nats-server";
import { jetstreamManager } from "@nats-io/jetstream";
import { connect } from "@nats-io/transport-node";
import { describe, expect, it, vi } from "vitest";

describe("startCluster", () => {
  it("starts three servers that route to each other at once", async () => {
    await using cluster = await startCluster({ size: 3, name: "ams" });
    expect(cluster.servers.map(({ name }) => name)).toEqual(["ams-0", "ams-1", "ams-2"]);
    for (const server of cluster.servers) {
      const names = (await server.routez()).routes.map((route) => route.remote_name);
      expect(new Set(names).size).toBe(2);
    }
    expect(await reaches(cluster.urls[0] ?? "", cluster.urls[2] ?? "")).toBe("across");
  });

  it("elects a JetStream leader before it is ready", async () => {
    await using cluster = await startCluster({ size: 3, jetstream: true });
    const leader = (await cluster.servers[0]?.jsz())?.meta_cluster?.leader;
    expect(cluster.servers.map(({ name }) => name)).toContain(leader);
    const client = await connect({ servers: [...cluster.urls] });
    const manager = await jetstreamManager(client);
    // For a moment after the start the leader may still take a server that it hears for offline.
    const config = { name: "R3", subjects: ["r3"], num_replicas: 3 };
    const stream = await vi.waitFor(() => manager.streams.add(config), 15_000);
    expect(stream.config.num_replicas).toBe(3);
    await client.close();
  });

  it("takes one server for a server, which needs nobody to elect a leader with", async () => {
    await using cluster = await startCluster({ size: 1, jetstream: true });
    expect(cluster.urls).toHaveLength(1);
    expect((await cluster.servers[0]?.jsz())?.meta_cluster).toBeUndefined();
  });

  it("keeps a server's ports over a restart", async () => {
    await using cluster = await startCluster({ size: 2, websocket: true });
    const [first] = cluster.servers;
    const urls = () => [first?.url, first?.websocketUrl, first?.clusterUrl, first?.monitorUrl];
    const before = urls();
    await first?.restart();
    expect(urls()).toEqual(before);
  });

  it("takes a shared configuration that a reload can change on one server", async () => {
    await using cluster = await startCluster({ size: 2, config: "max_payload: 1024" });
    const [first, second] = cluster.servers;
    await first?.writeConfig("max_payload: 2048");
    await first?.reload();
    expect((await first?.varz())?.max_payload).toBe(2048);
    expect((await second?.varz())?.max_payload).toBe(1024);
    expect((await first?.routez())?.num_routes).toBeGreaterThan(0);
  });

  it("stops what it started when a server refuses its configuration", async () => {
    await expect(startCluster({ size: 2, config: "foo: 1" })).rejects.toMatchObject({
      code: "ERR_CONFIG_REFUSED",
    });
  });
});

describe("the size of a cluster", () => {
  it.each([0, -1, 1.5, Number.NaN])("can't be %s", async (size) => {
    await expect(startCluster({ size })).rejects.toThrow(/"cluster" needs a size of 1 or more/);
  });
});

describe("startSuperCluster", () => {
  it("joins two clusters by gateways", async () => {
    const clusters = [
      { name: "ams", size: 2 },
      { name: "sfo", size: 1 },
    ];
    await using world = await startSuperCluster({ clusters });
    expect(world.servers).toHaveLength(3);
    const [ams, sfo] = world.clusters;
    expect(Object.keys((await sfo?.servers[0]?.gatewayz())?.outbound_gateways ?? {})).toEqual([
      "ams",
    ]);
    expect(await reaches(ams?.urls[1] ?? "", sfo?.urls[0] ?? "")).toBe("across");
  });

  it("refuses two clusters of one name, which the server would ignore in silence", async () => {
    const twins = { name: "ams", size: 1 };
    await expect(startSuperCluster({ clusters: [twins, twins] })).rejects.toThrow(/distinct names/);
  });
});

async function reaches(from: string, to: string): Promise<string> {
  const responder = await connect({ servers: to });
  const requester = await connect({ servers: from });
  try {
    responder.subscribe("far", { callback: (_, msg) => void msg.respond("across") });
    await responder.flush();
    // Interest needs a moment to cross routes and gateways; "no responders" until then is right.
    for (let attempt = 0; ; attempt += 1) {
      try {
        return (await requester.request("far", "", { timeout: 5_000 })).string();
      } catch (error) {
        if (attempt === 100) throw error;
        await new Promise((resolve) => setTimeout(resolve, 20));
      }
    }
  } finally {
    await Promise.all([responder.close(), requester.close()]);
  }
}
