import { existsSync } from "node:fs";
import { mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type ConfigRefusedError, type PortTakenError, startServer } from "@kchat/nats-server";
import { connect as connectV3 } from "@nats-io/transport-node";
import { connect as connectV2 } from "nats";
import { describe, expect, it } from "vitest";

describe("startServer", () => {
  it("serves both client generations on a free loopback port", async () => {
    await using server = await startServer();
    expect(server.url).toMatch(/^nats:\/\/127\.0\.0\.1:\d+$/);
    for (const connect of [connectV2, connectV3]) {
      const client = await connect({ servers: server.url });
      client.subscribe("q", { callback: (_, msg) => void msg.respond("a") });
      expect((await client.request("q")).string()).toBe("a");
      await client.close();
    }
  });

  it("is ready soon after the process is", async () => {
    await using server = await startServer();
    const { start } = await server.varz();
    // Alone it takes about 20 ms; what polls or sleeps for seconds would still be found out.
    expect(Date.now() - Date.parse(start)).toBeLessThan(10_000);
  });

  it("turns JetStream and a WebSocket listener on, and takes a name", async () => {
    await using server = await startServer({ name: "kc-0", jetstream: true, websocket: true });
    expect(server.name).toBe("kc-0");
    expect(server.websocketUrl).toMatch(/^ws:\/\/127\.0\.0\.1:\d+$/);
    const varz = await server.varz();
    expect(varz.server_name).toBe("kc-0");
    expect(varz.jetstream.config?.store_dir.startsWith(server.workDir)).toBe(true);
    expect(await server.jsz()).toMatchObject({ streams: 0 });
    expect(await server.healthz()).toMatchObject({ status: "ok" });
    expect((await server.leafz()).leafnodes).toBe(0);
  });

  it("lists its clients by name", async () => {
    await using server = await startServer();
    const client = await connectV2({ servers: server.url, name: "alice" });
    client.subscribe("room.*");
    await client.flush();
    const { connections } = await server.connz({ subs: true });
    expect(connections).toMatchObject([{ name: "alice", subscriptions_list: ["room.*"] }]);
    await client.close();
  });

  it("leaves the port to a configuration that names one", async () => {
    await using first = await startServer();
    const { port } = first;
    await first.stop();
    await using second = await startServer({ config: `{"port": ${port}}` });
    expect(second.port).toBe(port);
  });

  it("keeps the configuration private, since it can hold passwords", async () => {
    await using server = await startServer({ config: "authorization { user: a, password: b }" });
    expect((await stat(server.configFile)).mode & 0o777).toBe(0o600);
  });

  it("gives the configuration its variables", async () => {
    await using server = await startServer({
      config: "max_payload: $LIMIT",
      env: { LIMIT: "2048" },
    });
    expect((await server.varz()).max_payload).toBe(2048);
  });

  it("names the port that is taken", async () => {
    const blocker = createServer();
    await new Promise<void>((done) => void blocker.listen(0, "127.0.0.1", done));
    const { port } = blocker.address() as { port: number };
    try {
      const error: PortTakenError = await startServer({ port }).then(fail, (reason) => reason);
      expect(error).toMatchObject({ code: "ERR_PORT_TAKEN", port });
      expect(error.message).toContain("choose another port");
    } finally {
      blocker.close();
    }
  });

  it.each([
    ["an unknown key", 'port: -1\n\nfoo: "x"', /unknown field "foo"/, 3],
    ["a block that never ends", "accounts {", /Unexpected EOF/, undefined],
    ["a short lame duck", "lame_duck_duration: 10s", /minimum is 30 seconds/, 1],
    ["a contradiction", "gateway { port: -1 }", /gateway has no name/, undefined],
  ])("repeats the server's words about %s", async (_, config, reason, line) => {
    const error: ConfigRefusedError = await startServer({ config }).then(fail, (e) => e);
    expect(error.code).toBe("ERR_CONFIG_REFUSED");
    expect(error.reason).toMatch(reason);
    if (line !== undefined) expect(error.line).toBe(line);
  });

  it("says why a server that started to start gave up", async () => {
    const directory = await mkdtemp(join(tmpdir(), "kchat-test-"));
    try {
      await writeFile(join(directory, "jetstream"), "a file where a directory is needed");
      await expect(startServer({ workDir: directory, jetstream: true })).rejects.toMatchObject({
        code: "ERR_EXITED",
        message: expect.stringMatching(/storage directory|not a directory/i),
      });
    } finally {
      await rm(directory, { recursive: true });
    }
  });

  it("reports a working directory that can't be", async () => {
    await expect(startServer({ workDir: "/dev/null/x" })).rejects.toMatchObject({
      code: "ERR_WORK_DIR",
      message: expect.stringContaining("/dev/null/x"),
    });
  });

  it("believes no ports file that a killed server of the same process id left behind", async () => {
    const directory = await mkdtemp(join(tmpdir(), "kchat-test-"));
    try {
      const stale = JSON.stringify({ nats: ["nats://127.0.0.1:1"] });
      // Process ids are handed out in order, so the next server is given one of these.
      const files = Array.from({ length: 300 }, (_, i) => `nats-server_${process.pid + i}.ports`);
      await Promise.all(files.map((name) => writeFile(join(directory, name), stale)));
      await using server = await startServer({ workDir: directory });
      expect(server.port).not.toBe(1);
      const left = (await readdir(directory)).filter((name) => name.endsWith(".ports"));
      expect(left).toEqual([expect.stringContaining(`_${server.pid}.ports`)]);
    } finally {
      await rm(directory, { recursive: true });
    }
  });

  it("makes an existing configuration file private", async () => {
    const directory = await mkdtemp(join(tmpdir(), "kchat-test-"));
    try {
      await writeFile(join(directory, "nats.conf"), "", { mode: 0o644 });
      await using server = await startServer({ workDir: directory });
      expect((await stat(server.configFile)).mode & 0o777).toBe(0o600);
    } finally {
      await rm(directory, { recursive: true });
    }
  });

  it("ends the process if it isn't ready in time", async () => {
    await expect(startServer({ readyTimeoutMs: 0 })).rejects.toMatchObject({
      code: "ERR_NOT_READY",
    });
  });

  it("ends the process if the caller gives up", async () => {
    const abort = new AbortController();
    const starting = startServer({ signal: abort.signal });
    abort.abort(new Error("changed my mind"));
    await expect(starting).rejects.toThrow("changed my mind");
  });

  it("removes its temporary directory and keeps the caller's", async () => {
    const directory = await mkdtemp(join(tmpdir(), "kchat-test-"));
    try {
      const temporary = await startServer();
      const kept = await startServer({ workDir: join(directory, "deep"), config: "port: -1" });
      await Promise.all([temporary.stop(), kept.stop()]);
      expect(existsSync(temporary.workDir)).toBe(false);
      expect(await readFile(kept.configFile, "utf8")).toBe("port: -1");
    } finally {
      await rm(directory, { recursive: true });
    }
  });

  it("finds a configuration's includes beside it", async () => {
    const directory = await mkdtemp(join(tmpdir(), "kchat-test-"));
    try {
      await mkdir(join(directory, "parts"));
      await writeFile(join(directory, "parts", "limits.conf"), "max_payload: 4096");
      await using server = await startServer({
        workDir: directory,
        config: "include ./parts/limits.conf",
      });
      expect((await server.varz()).max_payload).toBe(4096);
    } finally {
      await rm(directory, { recursive: true });
    }
  });
});

function fail(): never {
  throw new Error("the server started");
}
