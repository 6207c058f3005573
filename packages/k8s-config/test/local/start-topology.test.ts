import { once } from "node:events";
import { existsSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { connect, createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createAccount } from "@kchat/auth";
import { freePorts } from "@kchat/nats-server";
import * as v3 from "@nats-io/transport-node";
import * as v2 from "nats";
import { describe, expect, it, vi } from "vitest";
import { defineTopology, type TopologyInput } from "../../src/index.js";
import { startTopology } from "../../src/local/index.js";
import { app, input, userOf } from "../fixture.js";

const define = (changes: Partial<TopologyInput>) => defineTopology(input(changes));
const three: Partial<TopologyInput> = {
  regions: [{ name: "ams", servers: 3 }],
  jetstream: { maxFile: "1Gi" },
};

describe("startTopology", () => {
  it("runs one server that lets in users of its accounts, from both clients, and nobody else", async () => {
    await using running = await startTopology(define({}));
    for (const { connect, jwtAuthenticator } of [v2, v3]) {
      const member = userOf(app);
      const servers = [...running.urls];
      const connection = await connect({
        servers,
        authenticator: jwtAuthenticator(member.jwt, member.seed),
      });
      await connection.flush();
      await connection.close();

      const stranger = userOf(createAccount());
      const refused = connect({
        servers,
        authenticator: jwtAuthenticator(stranger.jwt, stranger.seed),
        reconnect: false,
      });
      await expect(refused).rejects.toThrow(/authorization violation/i);
      await expect(connect({ servers, reconnect: false })).rejects.toThrow(/authorization/i);
    }
  });

  it("opens a WebSocket listener when the description has one", async () => {
    await using running = await startTopology(define({ listeners: { websocket: {} } }));
    expect(running.websocketUrls).toHaveLength(1);
    const url = running.websocketUrls[0]?.replace(/^ws/, "http") ?? "";
    // A plain GET is no upgrade: that the listener says so proves that it speaks WebSocket.
    expect((await fetch(url)).status).toBe(400);
  });

  it("joins three servers to one cluster that keeps a stream three times", async () => {
    await using running = await startTopology(define(three));
    expect(running.servers.map((server) => server.name)).toEqual([
      "ams-nats-0",
      "ams-nats-1",
      "ams-nats-2",
    ]);
    const member = userOf(app);
    const options = { authenticator: v2.jwtAuthenticator(member.jwt, member.seed) };
    const [first, last] = [running.urls[0] ?? "", running.urls[2] ?? ""];
    const listener = await v2.connect({ ...options, servers: first });
    const sender = await v2.connect({ ...options, servers: last });
    listener.subscribe("echo", { callback: (_, message) => message.respond(message.data) });
    await listener.flush();
    await expect.poll(() => ask(sender), { timeout: 10_000 }).toBe("hello");
    const manager = await listener.jetstreamManager();
    // For a moment after the start the leader may still take a server that it hears for offline.
    const config = { name: "S", subjects: ["s"], num_replicas: 3, max_bytes: 1024 };
    const stream = await vi.waitFor(() => manager.streams.add(config), 15_000);
    expect(stream.cluster?.replicas).toHaveLength(2);
    await Promise.all([listener.close(), sender.close()]);
  });

  it("listens where it is asked to, and keeps streams where it is asked to", async () => {
    const workDir = await mkdtemp(join(tmpdir(), "kchat-topology-"));
    const [port] = await freePorts(1);
    const topology = define({ jetstream: { maxFile: "1Gi" } });
    const running = await startTopology(topology, { workDir, ports: { client: port } });
    expect(running.urls).toEqual([`nats://127.0.0.1:${port}`]);
    await running.stop();
    expect(existsSync(join(workDir, "local-nats-0", "jetstream"))).toBe(true);
    await rm(workDir, { recursive: true, force: true });
  });

  it("says which port is taken, and leaves nothing running", async () => {
    const [port = 0] = await freePorts(1);
    const blocker = createServer().listen(port, "127.0.0.1");
    await once(blocker, "listening");
    try {
      await expect(startTopology(define(three), { ports: { client: port } })).rejects.toMatchObject(
        {
          code: "ERR_START_FAILED",
          message: expect.stringContaining(String(port)),
        },
      );
    } finally {
      blocker.close();
    }
  });

  it("stops what it started when it is aborted", async () => {
    const [port = 0] = await freePorts(1);
    const abort = new AbortController();
    const start = startTopology(define(three), { signal: abort.signal, ports: { client: port } });
    // The three have no routes to each other before they listen: this lies between their start and their readiness.
    await expect.poll(() => isTaken(port), { timeout: 10_000, interval: 1 }).toBe(true);
    abort.abort(new Error("changed my mind"));
    await expect(start).rejects.toThrow("changed my mind");
    expect(await isTaken(port)).toBe(false);
  });
});

async function ask(connection: v2.NatsConnection): Promise<string> {
  try {
    return (await connection.request("echo", "hello", { timeout: 1000 })).string();
  } catch {
    return "no answer yet";
  }
}

function isTaken(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, "127.0.0.1");
    socket.once("connect", () => {
      socket.destroy();
      resolve(true);
    });
    socket.once("error", () => resolve(false));
  });
}
