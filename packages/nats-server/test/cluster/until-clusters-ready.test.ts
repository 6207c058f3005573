import { startServer, untilClustersReady } from "@kchat/nats-server";
import { expect, it } from "vitest";

const cluster = (name: string, routes = "") =>
  `cluster { name: ${name}, listen: "127.0.0.1:-1", routes: [${routes}] }`;

it("waits for servers that were started one by one with a configuration of their own", async () => {
  await using first = await startServer({ config: cluster("ams") });
  await using second = await startServer({ config: cluster("ams", `"${first.clusterUrl}"`) });
  await untilClustersReady([{ name: "ams", servers: [first, second] }]);
  for (const server of [first, second]) {
    const names = (await server.routez()).routes.map((route) => route.remote_name);
    expect(new Set(names).size).toBe(1);
  }
});

it("says which server misses what when servers know nothing of each other, and leaves them running", async () => {
  await using first = await startServer({ name: "one", config: cluster("ams") });
  await using second = await startServer({ name: "two", config: cluster("ams") });
  const clusters = [{ name: "ams", servers: [first, second] }];
  await expect(untilClustersReady(clusters, { readyTimeoutMs: 100 })).rejects.toMatchObject({
    code: "ERR_NOT_READY",
    message: "not ready after 100 ms: one: 0 of 1 routes are up",
  });
  expect((await second.varz()).server_name).toBe("two");
});

it("says which gateway is missing", async () => {
  await using first = await startServer({ name: "one" });
  await using second = await startServer({ name: "two" });
  const clusters = [first, second].map((server) => ({ name: server.name, servers: [server] }));
  await expect(untilClustersReady(clusters, { readyTimeoutMs: 100 })).rejects.toThrow(
    "one: no gateway to two",
  );
});

it("ends with the reason of its signal", async () => {
  await using first = await startServer({ config: cluster("ams") });
  await using second = await startServer({ config: cluster("ams") });
  const abort = new AbortController();
  const waiting = untilClustersReady([{ name: "ams", servers: [first, second] }], {
    signal: abort.signal,
  });
  abort.abort(new Error("changed my mind"));
  await expect(waiting).rejects.toThrow("changed my mind");
});
