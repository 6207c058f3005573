import { spawn } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  checkConfig,
  httpMonitoring,
  kickClient,
  lameDuckClient,
  podCommand,
  processControl,
  reload,
  watchEmptying,
} from "@kchat/drain/server";
import { findServerBinary, startServer } from "@kchat/nats-server";
import { connect } from "nats";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { until } from "../settings.js";

let directory: string;
let binary: string;
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), "kchat-test-"));
  binary = (await findServerBinary()).path;
});
afterAll(() => rm(directory, { recursive: true }));

const write = async (name: string, text: string): Promise<string> => {
  const path = join(directory, name);
  await writeFile(path, text);
  return path;
};

describe("processControl", () => {
  it("puts a server into lame duck mode by its pid file, and it can be watched emptying", async () => {
    await using server = await startServer({ lameDuck: { durationMs: 30_000, graceMs: 300 } });
    const client = await connect({ servers: server.url, reconnect: false });
    const pidFile = await write("nats.pid", `${server.pid}\n`);
    const numbers: number[] = [];
    const watching = (async () => {
      for await (const state of watchEmptying(httpMonitoring(server.monitorUrl), {
        intervalMs: 20,
      })) {
        numbers.push(state.connections);
        if (state.isGone) return;
      }
    })();
    await until("the client is counted", () => numbers.length > 0);
    await processControl({ pidFile }).lameDuck();
    await watching;
    expect(numbers[0]).toBe(1);
    expect(numbers.at(-1)).toBe(0);
    expect(await server.exited).toEqual({ code: 0, signal: null });
    await client.closed();
  });

  it("doesn't signal a program that isn't a server", async () => {
    const other = spawn("sleep", ["60"]);
    const pid = other.pid ?? 0;
    await expect(processControl({ pid }).lameDuck()).rejects.toMatchObject({
      code: "ERR_SERVER",
      message: expect.stringContaining("not a nats-server"),
    });
    expect(other.exitCode).toBeNull();
    expect(other.signalCode).toBeNull();
    other.kill();
  });

  it.each([
    ["a pid of nothing", { pid: 2 ** 30 }, "no process"],
    ["a negative pid, which means a group", { pid: -1 }, "not the id"],
    ["a missing pid file", { pidFile: "/nowhere/nats.pid" }, "can't be read"],
  ])("refuses %s", async (_, address, message) => {
    await expect(processControl(address).reload()).rejects.toThrow(message);
  });

  it.each(["", "-1", "0", "1; rm -rf /", "99999999999999"])(
    "refuses a pid file with %j",
    async (text) => {
      const pidFile = await write("bad.pid", text);
      await expect(processControl({ pidFile }).lameDuck()).rejects.toThrow(
        /doesn't hold a process id/,
      );
    },
  );
});

describe("podCommand", () => {
  it("is the chart's preStop, by kubectl exec", () => {
    expect(podCommand({ pod: "nats-0", namespace: "prod", context: "ams" }, "ldm").join(" ")).toBe(
      "kubectl --context ams exec --namespace prod nats-0 --container nats -- nats-server --signal ldm=/var/run/nats/nats.pid",
    );
  });
});

describe("checkConfig", () => {
  it("accepts what the server accepts", async () => {
    await checkConfig(await write("good.conf", "port: 4222"), { binary });
  });

  it("repeats file, line and reason of what it refuses", async () => {
    const file = await write("bad.conf", "port: 4222\nnonsense: 1");
    await expect(checkConfig(file, { binary })).rejects.toMatchObject({
      code: "ERR_CONFIG",
      message: expect.stringMatching(/bad\.conf:2:.*unknown field "nonsense"/),
    });
  });

  it("says that there is no server to ask", async () => {
    await expect(checkConfig("x", { binary: "/nowhere/nats-server" })).rejects.toMatchObject({
      code: "ERR_SERVER",
    });
  });
});

describe("reload", () => {
  it("resolves with the digest of what is in force now", async () => {
    await using server = await startServer({ config: "max_payload: 1024" });
    const options = {
      control: processControl({ pid: server.pid }),
      monitoring: httpMonitoring(server.monitorUrl),
      configFile: server.configFile,
      binary,
    };
    await server.writeConfig("max_payload: 2048");
    const report = await reload(options);
    expect(report).toMatchObject({ isChanged: true, digest: (await server.varz()).config_digest });
    expect((await server.varz()).max_payload).toBe(2048);
    expect(await reload(options)).toMatchObject({ isChanged: false });
  });

  it("doesn't tell the server of a file that is wrong", async () => {
    await using server = await startServer();
    await server.writeConfig("max_payload: [");
    const before = server.logs();
    await expect(
      reload({
        control: processControl({ pid: server.pid }),
        monitoring: httpMonitoring(server.monitorUrl),
        configFile: server.configFile,
        binary,
      }),
    ).rejects.toMatchObject({ code: "ERR_CONFIG" });
    expect(server.logs()).toBe(before);
  });

  it("finds out that the server refused, although the file is right", async () => {
    await using server = await startServer({ config: "max_subscriptions: 5" });
    await server.writeConfig("max_subscriptions: 6");
    await expect(
      reload({
        control: processControl({ pid: server.pid }),
        monitoring: httpMonitoring(server.monitorUrl),
        configFile: server.configFile,
        binary,
        timeoutMs: 500,
      }),
    ).rejects.toMatchObject({
      code: "ERR_CONFIG",
      message: expect.stringMatching(/keeps the old/),
    });
  });
});

describe("requests of the system account", () => {
  const config = `accounts { SYS: { users: [{ user: sys, password: sys }] }, APP: { users: [{ user: app, password: app }] } }
system_account: SYS`;

  it("tell one client that it should go, and close another", async () => {
    await using server = await startServer({ config });
    const system = await connect({ servers: server.url, user: "sys", pass: "sys" });
    const dial = () => connect({ servers: server.url, user: "app", pass: "app", reconnect: false });
    const [told, other] = await Promise.all([dial(), dial()]);
    const heard = (async () => {
      for await (const { type } of told.status()) if (type === "ldm") return true;
      return false;
    })();
    const { server_id: serverId } = await server.varz();
    await lameDuckClient(system, { serverId, cid: told.info?.client_id ?? 0 });
    expect(await heard).toBe(true);
    expect(told.isClosed()).toBe(false);
    await kickClient(system, { serverId, cid: other.info?.client_id ?? 0 });
    await other.closed();
    await expect(kickClient(system, { serverId, cid: 99_999 })).rejects.toMatchObject({
      code: "ERR_SERVER",
    });
    await expect(
      lameDuckClient(told, { serverId, cid: 1 }, { timeoutMs: 300 }),
    ).rejects.toMatchObject({
      code: "ERR_SERVER",
      message: expect.stringMatching(/system account/),
    });
    await Promise.all([system.close(), told.close()]);
  });

  it("refuse an identifier that would address something else", async () => {
    await using server = await startServer();
    const client = await connect({ servers: server.url });
    for (const serverId of ["*", ">", "N", "PING", ""]) {
      await expect(kickClient(client, { serverId, cid: 1 })).rejects.toMatchObject({
        code: "ERR_OPTION",
      });
    }
    await client.close();
  });
});
