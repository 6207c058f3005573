import { startCluster, startServer } from "@kchat/nats-server";
import { describe, expect, it } from "vitest";
import { freePort, sleep, until } from "../settings.js";
import { generations, managedForTests } from "./cluster.js";

const lameDuck = { durationMs: 30_000, graceMs: 2_500 };

describe.each(generations)("when servers go ($name)", { timeout: 60_000 }, ({ connect }) => {
  const managed = managedForTests();

  it("survives a rollout of the whole cluster without a gap", async () => {
    await using cluster = await startCluster({ size: 3, lameDuck });
    const worker = await managed({ connect, servers: cluster.urls });
    const client = await managed({ connect, servers: [...cluster.urls].reverse() });
    worker.connection.subscribe("work", { queue: "q", callback: (_e, m) => void m.respond("x") });
    await worker.connection.flush();
    await sleep(200);
    let sent = 0;
    const failures: unknown[] = [];
    const open: Promise<unknown>[] = [];
    const timer = setInterval(() => {
      sent += 1;
      const request = client.connection.request("work", "", { timeout: 15_000 });
      open.push(request.catch((error: unknown) => failures.push(error)));
    }, 5);
    for (const server of cluster.servers) {
      await server.lameDuck();
      await server.exited;
      await server.restart();
      await sleep(300);
    }
    await until("enough requests", () => sent > 500);
    clearInterval(timer);
    await Promise.all(open);
    expect(failures).toEqual([]);
    for (const { events } of [worker, client]) {
      expect(events.filter(({ type }) => type === "moved").length).toBeGreaterThan(0);
      expect(events.some(({ type }) => type === "overtaken")).toBe(false);
    }
  });

  it("keeps the old connection while every other server refuses", async () => {
    await using cluster = await startCluster({
      size: 2,
      lameDuck: { ...lameDuck, graceMs: 8_000 },
    });
    const [first, second] = cluster.servers;
    const limited = await connect([second?.url ?? ""]);
    await second?.writeConfig("max_connections: 1");
    await second?.reload();
    const options = { connect, servers: cluster.urls, attemptMs: 500 };
    const { connection, event, events } = await managed(options);
    connection.subscribe("work", { callback: (_e, m) => void m.respond("still here") });
    await connection.flush();
    await first?.lameDuck();
    // The clients keep trying by themselves, so what is seen here is that the attempt took too long.
    expect((await event("refused")).error).toBeInstanceOf(Error);
    const refusals = () => events.filter(({ type }) => type === "refused").length;
    await until("several attempts", () => refusals() > 1);
    expect(connection.getServer()).toBe(`127.0.0.1:${first?.port}`);
    await second?.writeConfig("max_connections: 100");
    await second?.reload();
    expect(await event("moved")).toMatchObject({ to: `127.0.0.1:${second?.port}` });
    expect((await connection.request("work", "", { timeout: 1_000 })).string()).toBe("still here");
    await limited.close();
  });

  it("comes back to the only server once that has restarted", async () => {
    const port = await freePort();
    await using server = await startServer({ port, lameDuck: { ...lameDuck, graceMs: 500 } });
    const { connection, event } = await managed({ connect, servers: [server.url], attemptMs: 500 });
    connection.subscribe("work", { callback: (_e, m) => void m.respond("back") });
    await connection.flush();
    await server.lameDuck();
    await event("refused");
    await server.exited;
    await server.restart();
    const answer = async () => {
      for (;;) {
        try {
          return (await connection.request("work", "", { timeout: 500 })).string();
        } catch {
          await sleep(50);
        }
      }
    };
    expect(await answer()).toBe("back");
  });

  it("tries elsewhere when the new server leaves as well", async () => {
    await using cluster = await startCluster({
      size: 3,
      lameDuck: { ...lameDuck, graceMs: 5_000 },
    });
    const [first, second, third] = cluster.servers;
    const { connection, events } = await managed({ connect, servers: cluster.urls, settleMs: 600 });
    await first?.lameDuck();
    await sleep(150);
    await second?.lameDuck();
    const to = `127.0.0.1:${third?.port}`;
    await until(
      "the third server serves",
      () => !connection.isMoving && connection.getServer() === to,
    );
    expect(events.filter(({ type }) => type === "overtaken")).toEqual([]);
  });

  it("moves by itself to where the client went when the server is killed", async () => {
    await using cluster = await startCluster({ size: 2, lameDuck });
    const [first, second] = cluster.servers;
    const { connection } = await managed({ connect, servers: cluster.urls });
    connection.subscribe("work", { callback: (_e, m) => void m.respond("ok") });
    await connection.flush();
    await first?.lameDuck();
    first?.signal("SIGKILL");
    await until("the second server serves", () => {
      return connection.getServer() === `127.0.0.1:${second?.port}` && !connection.isMoving;
    });
    expect((await connection.request("work", "", { timeout: 2_000 })).string()).toBe("ok");
  });

  it("waits by chance, so that not all clients move at once", async () => {
    await using cluster = await startCluster({
      size: 2,
      lameDuck: { ...lameDuck, graceMs: 8_000 },
    });
    const crowd = await Promise.all(
      [0, 0.25, 0.5, 0.75].map((chance) =>
        managed({ connect, servers: cluster.urls, jitterMs: 2_400, random: () => chance }),
      ),
    );
    await cluster.servers[0]?.lameDuck();
    const moves = await Promise.all(crowd.map(({ event }) => event("moved")));
    const waits = moves.map(({ ms }) => ms);
    waits.forEach((ms, at) => {
      expect(ms).toBeGreaterThanOrEqual(at * 600);
    });
    // Far less than the 1,800 ms between them, since the first may be held up by what else runs here.
    expect(Math.max(...waits) - Math.min(...waits)).toBeGreaterThan(300);
  });
});
