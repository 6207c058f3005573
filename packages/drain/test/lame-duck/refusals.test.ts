import { type Status, statuses } from "@kchat/drain";
import { startServer } from "@kchat/nats-server";
import { describe, expect, it } from "vitest";
import { until } from "../settings.js";
import { generations, managedForTests } from "./cluster.js";

describe.each(generations)("what is refused ($name)", ({ connect }) => {
  const managed = managedForTests();

  it("keeps no connection where it is: a subscription that was never allowed isn't missed", async () => {
    await using server = await startServer({
      config:
        'authorization { users: [{ user: a, password: b, permissions: { publish: ">", subscribe: ["work", "_INBOX.>"] } }] }',
    });
    const { connection, events } = await managed({
      connect: (servers) => connect(servers, { user: "a", pass: "b" }),
      servers: [server.url],
    });
    const errors: Error[] = [];
    connection.subscribe("work", { callback: (_error, message) => void message.respond("ok") });
    const refused = connection.subscribe("secret", {
      callback: (error) => void (error && errors.push(error)),
    });
    await until("the refusal", () => errors.length > 0);
    expect(await connection.handOver()).toBe(true);
    expect(events.filter(({ type }) => type === "refused")).toEqual([]);
    expect(refused.isClosed()).toBe(true);
    expect((await connection.request("work", "", { timeout: 15_000 })).string()).toBe("ok");
    expect(errors).toHaveLength(1);
  });

  it("is given up when the caller has waited for long enough", async () => {
    await using server = await startServer();
    let isBroken = false;
    const { connection, event } = await managed({
      servers: [server.url],
      connect(servers) {
        if (isBroken) throw new Error("no room");
        return connect(servers);
      },
    });
    const before = connection.tracked;
    isBroken = true;
    const enough = new AbortController();
    const moving = connection.handOver({ signal: enough.signal });
    expect(String((await event("refused")).error)).toContain("no room");
    enough.abort();
    expect(await moving).toBe(false);
    expect(connection.tracked).toBe(before);
    isBroken = false;
    expect(await connection.handOver()).toBe(true);
  });

  it("is over with the connection that takes its place, also for who tracks it", async () => {
    await using server = await startServer();
    await using other = await startServer();
    let { url } = server;
    const { connection, event } = await managed({ connect: () => connect([url]), servers: [url] });
    const seen: Status["type"][] = [];
    void (async () => {
      for await (const { type } of statuses(connection)) seen.push(type);
    })();
    await server.stop();
    await until("the loss", () => seen.includes("disconnect"));
    url = other.url;
    expect(await connection.handOver()).toBe(true);
    await event("moved");
    await until("the return", () => seen.includes("reconnect"));
  });
});

describe("hand-overs that are asked for at once", () => {
  const managed = managedForTests();
  const [{ connect } = { connect: () => Promise.reject(new Error("no client")) }] = generations;

  it("come one after the other and leave one connection", async () => {
    await using server = await startServer();
    const { connection, events } = await managed({ connect, servers: [server.url], settleMs: 20 });
    const asked = [connection.handOver(), connection.handOver(), connection.handOver()];
    expect(await Promise.all(asked)).toEqual([true, true, true]);
    await until(
      "all old ones are drained",
      () => events.filter(({ type }) => type === "drained").length === 3,
    );
    const open = async () => (await server.connz()).connections.length;
    await expect.poll(open, { timeout: 15_000 }).toBe(1);
  });
});
