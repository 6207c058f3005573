import { manage } from "@kchat/drain";
import { lameDuckClient } from "@kchat/drain/server";
import { startServer } from "@kchat/nats-server";
import { describe, expect, it } from "vitest";
import { until } from "../settings.js";
import { generations, managedForTests } from "./cluster.js";

const accounts =
  "accounts { A { users: [{ user: a, password: x }] }, SYS { users: [{ user: sys, password: x }] } }, system_account: SYS";

describe.each(generations)("a client that alone is asked to go ($name)", ({ connect }) => {
  const managed = managedForTests();

  it("looks elsewhere first, and stays with the only server there is", async () => {
    await using server = await startServer({ config: accounts });
    const { connection, event, events } = await managed({
      servers: [server.url],
      connect: (servers) => connect(servers, { user: "a", pass: "x" }),
      random: () => 0,
    });
    const system = await connect([server.url], { user: "sys", pass: "x" });
    const { server_id: serverId = "", client_id: cid = 0 } = connection.info ?? {};
    await lameDuckClient(system, { serverId, cid });
    expect(await event("moved")).toMatchObject({ from: connection.getServer(), probed: true });
    await event("drained");
    expect(events.filter(({ type }) => type === "refused")).toHaveLength(3);
    expect(connection.info?.client_id).not.toBe(cid);
    const own = async () => (await server.connz()).connections.map((one) => one.cid);
    await expect.poll(own, { timeout: 15_000 }).toHaveLength(2);
    await system.close();
  });

  it("may ask for a renewal in the middle of being told", async () => {
    await using server = await startServer();
    const asked: Promise<boolean>[] = [];
    const connection = await manage({
      servers: [server.url],
      connect,
      settleMs: 20,
      onEvent(event) {
        if (event.type === "begin" && asked.length === 1) asked.push(connection.handOver());
      },
    });
    asked.push(connection.handOver());
    await until("it has begun", () => asked.length === 2);
    expect(await Promise.all(asked)).toEqual([true, true]);
    const open = async () => (await server.connz()).connections.length;
    await expect.poll(open, { timeout: 15_000 }).toBe(1);
    await connection.close();
  });
});
