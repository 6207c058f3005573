import { drain, type TrackedConnection, track } from "@kchat/drain";
import { describe, expect, it } from "vitest";
import { serverForTests, sleep, until } from "../settings.js";
import { generations, managedForTests } from "./cluster.js";

describe.each(generations)("to its user a managed connection ($name)", ({ connect }) => {
  const server = serverForTests();
  const managed = managedForTests();
  const open = () => managed({ connect, servers: [server().url], settleMs: 20 });

  it("shows the statuses of the connection in use, and its own hand-overs", async () => {
    const { connection } = await open();
    const types: string[] = [];
    const listening = (async () => {
      for await (const { type } of connection.status()) types.push(type);
    })();
    await connection.handOver();
    await connection.handOver();
    await connection.drain();
    await listening;
    expect(types.filter((type) => type === "handOver")).toHaveLength(2);
    expect(types.filter((type) => type === "close")).toHaveLength(1);
    for await (const _ of connection.status()) throw new Error("a closed connection has no news");
  });

  it("reports on all its connections when it is drained", async () => {
    const { connection } = await open();
    connection.subscribe("count", { queue: "q", callback: (_e, m) => void m.respond("ok") });
    for (let i = 0; i < 3; i += 1) {
      await connection.request("count", "", { timeout: 2_000 });
      await connection.handOver();
    }
    const report = await connection.drain();
    expect(report).toMatchObject({ outcome: "clean", received: 3, finished: 3, abandoned: 0 });
    expect(await connection.drain()).toBe(report);
  });

  it("owns up to a handler that never ends, also on an old connection", async () => {
    const { connection } = await managed({
      connect,
      servers: [server().url],
      settleMs: 20,
      drain: { deadlineMs: 400 },
    });
    connection.subscribe("stuck", { callback: () => new Promise(() => undefined) });
    const asked = connection.request("stuck", "", { timeout: 5_000 }).catch(() => undefined);
    await until("the handler runs", () => connection.tracked.counts.running === 1);
    await connection.handOver();
    const report = await connection.drain({ deadlineMs: 400 });
    expect(report.outcome).toBe("incomplete");
    expect(report.exitCode).toBe(1);
    expect(report.handedBack + report.abandoned).toBe(1);
    await asked;
  });

  it("prepares every connection before it is used, and drains what was prepared", async () => {
    const prepared: TrackedConnection[] = [];
    const { connection } = await managed({
      connect,
      servers: [server().url],
      settleMs: 20,
      prepare: (tracked) => {
        prepared.push(tracked);
        tracked.subscribe("prepared", { queue: "q", callback: (_e, m) => void m.respond("yes") });
      },
    });
    expect((await connection.request("prepared", "", { timeout: 2_000 })).string()).toBe("yes");
    await connection.handOver();
    expect((await connection.request("prepared", "", { timeout: 2_000 })).string()).toBe("yes");
    expect(prepared).toHaveLength(2);
    await until("the old one is closed", () => prepared[0]?.isClosed() === true);
    expect(prepared[1]).toBe(connection.tracked);
  });

  it("stays with the old connection while the preparation of a new one fails", async () => {
    let isBroken = false;
    const { connection, event } = await managed({
      connect,
      servers: [server().url],
      settleMs: 20,
      prepare: () => {
        if (isBroken) throw new Error("no such consumer");
      },
    });
    const before = connection.tracked;
    isBroken = true;
    const moving = connection.handOver();
    expect(String((await event("refused")).error)).toContain("no such consumer");
    expect(connection.tracked).toBe(before);
    isBroken = false;
    expect(await moving).toBe(true);
    expect(connection.tracked).not.toBe(before);
  });

  it("ends its loops when it is closed, and a subscription of its own accord", async () => {
    const { connection } = await open();
    const subscription = connection.subscribe("loop");
    const loop = (async () => {
      let count = 0;
      for await (const _ of subscription) count += 1;
      return count;
    })();
    connection.publish("loop", "1");
    await connection.flush();
    const other = connection.subscribe("max", { max: 2, callback: () => undefined });
    for (let i = 0; i < 3; i += 1) connection.publish("max");
    await connection.flush();
    await other.closed;
    expect(other.getProcessed()).toBe(2);
    await until("the message is in the loop", () => subscription.getProcessed() === 1);
    await connection.close();
    expect(await loop).toBe(1);
  });

  it("stays in service when a drain is refused for a time that no timer waits", async () => {
    const { connection } = await open();
    connection.subscribe("still", { callback: (_error, message) => void message.respond("here") });
    for (const deadlineMs of [2 ** 31, 2 ** 32]) {
      await expect(connection.drain({ deadlineMs })).rejects.toMatchObject({ code: "ERR_OPTION" });
    }
    expect(connection.isDraining()).toBe(false);
    const answer = await connection.request("still", "", { timeout: 15_000 });
    expect(answer.string()).toBe("here");
    expect(await connection.drain()).toMatchObject({ outcome: "clean", finished: 1 });
  });

  it("can be tracked and drained like any other", async () => {
    const { connection } = await open();
    const tracked = track(connection);
    tracked.subscribe("twice", {
      callback: async (_error, message) => {
        await sleep(200);
        message.respond("done");
      },
    });
    const client = await connect([server().url]);
    await tracked.flush();
    const answer = client.request("twice", "", { timeout: 5_000 });
    await until("the handler runs", () => tracked.counts.running === 1);
    expect(await drain(tracked)).toMatchObject({ outcome: "clean", finished: 1 });
    expect((await answer).string()).toBe("done");
    expect(connection.isClosed()).toBe(true);
    await client.close();
  });
});
