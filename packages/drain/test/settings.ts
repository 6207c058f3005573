import type { AddressInfo } from "node:net";
import { createServer } from "node:net";
import type { Connection } from "@kchat/drain";
import { type NatsServer, startServer } from "@kchat/nats-server";
import { afterAll, afterEach, beforeAll } from "vitest";

/** One server for the tests of a file. */
export function serverForTests(options: Parameters<typeof startServer>[0] = {}): () => NatsServer {
  let server: NatsServer | undefined;
  beforeAll(async () => {
    server = await startServer({ websocket: true, ...options });
  });
  afterAll(() => server?.stop());
  return () => {
    if (server === undefined) throw new Error("the server is started by beforeAll");
    return server;
  };
}

/** Closes what a test opened, whatever became of the test. */
export function closedAfterEach(): <C extends Connection>(connection: C) => C {
  const open: Connection[] = [];
  afterEach(async () => {
    await Promise.all(open.splice(0).map((connection) => connection.close()));
  });
  return (connection) => {
    open.push(connection);
    return connection;
  };
}

/** A port that was free a moment ago, for servers that must come back on the same one. */
export async function freePort(): Promise<number> {
  const probe = createServer().listen(0, "127.0.0.1");
  await new Promise((resolve) => probe.once("listening", resolve));
  const { port } = probe.address() as AddressInfo;
  await new Promise((resolve) => probe.close(resolve));
  return port;
}

/** Waits until `condition` holds; fails after a generous time. */
export async function until(
  what: string,
  condition: () => boolean,
  limitMs = 15_000,
): Promise<void> {
  const startedAt = Date.now();
  while (!condition()) {
    if (Date.now() - startedAt > limitMs) throw new Error(`waited ${limitMs} ms for: ${what}`);
    await sleep(5);
  }
}

export const sleep = (ms: number): Promise<void> =>
  new Promise((resolve) => setTimeout(resolve, ms));
