import { createConnection } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { startServer } from "@kchat/nats-server";
import { connect } from "nats";
import { describe, expect, it } from "vitest";

describe("reload", () => {
  it("resolves when the new configuration is in force", async () => {
    await using server = await startServer({ name: "kept", config: "max_payload: 1024" });
    await server.writeConfig("max_payload: 2048");
    await server.reload();
    expect(await server.varz()).toMatchObject({ max_payload: 2048, server_name: "kept" });
  });

  it("confirms a reload that changes nothing", async () => {
    await using server = await startServer({ jetstream: true, websocket: true });
    await server.reload();
    await server.reload();
  });

  it("rejects with the server's reason, and the old configuration stays", async () => {
    await using server = await startServer({ config: "max_payload: 1024" });
    await server.writeConfig("max_payload: 2048\nmax_subscriptions: 7");
    await expect(server.reload()).rejects.toMatchObject({
      code: "ERR_RELOAD_REFUSED",
      message: expect.stringMatching(/not supported for MaxSubs/),
    });
    expect((await server.varz()).max_payload).toBe(1024);
    await server.writeConfig("max_payload: 3000");
    await server.reload();
    expect((await server.varz()).max_payload).toBe(3000);
  });

  it("rejects with the line of a syntax error", async () => {
    await using server = await startServer();
    await server.writeConfig("max_payload: 1\nnonsense: 2");
    await expect(server.reload()).rejects.toThrow(/nats\.conf:2:.*nonsense/);
  });

  it("gives up on a frozen server", async () => {
    await using server = await startServer();
    await server.varz();
    using _frozen = await server.freeze();
    await expect(server.reload({ timeoutMs: 100 })).rejects.toMatchObject({
      code: expect.stringMatching(/ERR_MONITORING|ERR_NOT_READY/),
    });
  });
});

describe("freeze", () => {
  it("leaves connections open and unanswered until the thaw", async () => {
    await using server = await startServer();
    const client = await connect({ servers: server.url });
    let answered = false;
    let flushed: Promise<void>;
    {
      using _frozen = await server.freeze();
      flushed = client.flush().then(() => {
        answered = true;
      });
      await sleep(300);
      expect(answered).toBe(false);
    }
    await flushed;
    await client.close();
  });

  it("says when there is nothing left to freeze", async () => {
    const server = await startServer();
    await server.stop();
    await expect(server.freeze()).rejects.toMatchObject({ code: "ERR_EXITED" });
  });
});

describe("lameDuck", () => {
  it("refuses new clients while those that it has are served, until the grace period ends", async () => {
    await using server = await startServer({ lameDuck: { durationMs: 60_000, graceMs: 50_000 } });
    const client = await connect({ servers: server.url, reconnect: false });
    await server.lameDuck();
    // The log line that lameDuck() waits for comes just before the listener closes.
    await expect.poll(() => dial(server.port), { timeout: 15_000 }).toBe("ECONNREFUSED");
    await client.flush();
    await client.close();
  });

  it("ends by itself, at once where there is no client to wait for", async () => {
    await using server = await startServer({ lameDuck: { durationMs: 60_000, graceMs: 50_000 } });
    await server.lameDuck();
    expect(await server.exited).toEqual({ code: 0, signal: null });
  });

  it("tells clients, and stop() doesn't wait for the duck", async () => {
    await using server = await startServer({ lameDuck: { durationMs: 60_000, graceMs: 50_000 } });
    const client = await connect({ servers: server.url, reconnect: false });
    const told = (async () => {
      for await (const status of client.status()) if (status.type === "ldm") return true;
      return false;
    })();
    await server.lameDuck();
    expect(await told).toBe(true);
    expect(await server.stop()).toEqual({ code: 0, signal: null });
    await client.closed();
  });
});

describe("stop, kill and restart", () => {
  it("stops once, however often it is asked", async () => {
    const server = await startServer();
    const [first, second] = await Promise.all([server.stop(), server.stop()]);
    expect(first).toBe(second);
    await expect(server.restart()).rejects.toMatchObject({ code: "ERR_EXITED" });
    await expect(server.varz()).rejects.toMatchObject({ code: "ERR_MONITORING" });
  });

  it("kills a frozen server", async () => {
    const server = await startServer();
    await server.freeze();
    expect(await server.kill()).toEqual({ code: null, signal: "SIGKILL" });
  });

  it("restarts with its store", async () => {
    await using server = await startServer({ jetstream: true });
    const before = server.pid;
    const client = await connect({ servers: server.url });
    const manager = await client.jetstreamManager();
    await manager.streams.add({ name: "KEPT", subjects: ["kept"] });
    await client.close();
    await server.restart();
    expect(server.pid).not.toBe(before);
    expect((await server.jsz()).streams).toBe(1);
  });

  it("keeps a bounded part of the log", async () => {
    await using server = await startServer({ args: ["-DV"] });
    const client = await connect({ servers: server.url });
    const line = "x".repeat(4_000);
    for (let i = 0; i < 400; i += 1) client.publish("flood", line);
    await client.flush();
    await client.close();
    await server.stop();
    expect(server.logs().length).toBeGreaterThan(256 * 1024);
    expect(server.logs().length).toBeLessThanOrEqual(512 * 1024);
    expect(server.logs()).toContain("Server Exiting");
  });
});

function dial(port: number): Promise<string> {
  return new Promise((resolve) => {
    const socket = createConnection(port, "127.0.0.1", () => resolve("connected"));
    socket.once("error", (error: NodeJS.ErrnoException) => resolve(error.code ?? ""));
    socket.once("connect", () => socket.destroy());
  });
}

describe("lameDuck of a server that has ended", () => {
  it("says so at once", async () => {
    const server = await startServer();
    await server.stop();
    await expect(server.lameDuck()).rejects.toMatchObject({ code: "ERR_EXITED" });
  });
});
