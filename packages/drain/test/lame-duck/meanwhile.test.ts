import { describe, expect, it } from "vitest";
import { until } from "../settings.js";
import { clusterForTests, generations, managedForTests } from "./cluster.js";

describe.each(generations)("a subscription that changes during a move ($name)", ({ connect }) => {
  const cluster = clusterForTests();
  const managed = managedForTests();

  it("is served by the old connection until the new one's has settled", async () => {
    const settleMs = 400;
    let prepared = 0;
    const { connection, event } = await managed({
      connect,
      servers: cluster().urls,
      settleMs,
      prepare() {
        prepared += 1;
      },
    });
    const moving = connection.handOver();
    await until("the new connection is in place", () => prepared === 2);
    connection.subscribe("late", { callback: (_error, message) => void message.respond("ok") });
    await event("moved");
    const movedAt = performance.now();
    await event("drained");
    expect(performance.now() - movedAt).toBeGreaterThan(settleMs / 2);
    expect(await moving).toBe(true);
    expect((await connection.request("late", "", { timeout: 15_000 })).string()).toBe("ok");
  });

  it("can be made while a connection that was given up still drains", async () => {
    let isBroken = false;
    let release = (): void => undefined;
    const { connection, event } = await managed({
      connect,
      servers: cluster().urls,
      async prepare(tracked) {
        if (!isBroken) return;
        isBroken = false;
        let isBusy = false;
        tracked.subscribe("own", {
          callback() {
            isBusy = true;
            return new Promise((resolve) => {
              release = resolve;
            });
          },
        });
        tracked.publish("own");
        await until("the handler runs", () => isBusy);
        throw new Error("no such consumer");
      },
    });
    isBroken = true;
    const moving = connection.handOver();
    await event("refused");
    connection.subscribe("late", { callback: (_error, message) => void message.respond("ok") });
    expect(await moving).toBe(true);
    release();
    expect((await connection.request("late", "", { timeout: 15_000 })).string()).toBe("ok");
  });

  it("takes nothing in on the new connection once it drains", async () => {
    const { connection } = await managed({ connect, servers: cluster().urls });
    let received = 0;
    let release = (): void => undefined;
    const subscription = connection.subscribe("work", {
      callback() {
        received += 1;
        return new Promise((resolve) => {
          release = resolve;
        });
      },
    });
    connection.publish("work");
    await until("the handler runs", () => received === 1);
    const draining = subscription.drain();
    await connection.flush();
    expect(await connection.handOver()).toBe(true);
    connection.publish("work");
    await connection.flush();
    release();
    await draining;
    expect(received).toBe(1);
  });

  it.each([
    ["from the beginning", { max: 3 }, undefined],
    ["later", {}, 3],
  ])("ends after as many messages as were asked for %s", async (_, options, later) => {
    const { connection } = await managed({ connect, servers: cluster().urls });
    let received = 0;
    const subscription = connection.subscribe("some", {
      ...options,
      callback() {
        received += 1;
      },
    });
    connection.publish("some");
    await until("the first", () => received === 1);
    if (later !== undefined) subscription.unsubscribe(later);
    expect(subscription.getMax()).toBe(3);
    expect(await connection.handOver()).toBe(true);
    for (let i = 0; i < 5; i += 1) connection.publish("some", String(i));
    await connection.flush();
    await subscription.closed;
    expect(received).toBe(3);
  });
});
