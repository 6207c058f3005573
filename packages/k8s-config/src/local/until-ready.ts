import { setTimeout as sleep } from "node:timers/promises";
import type { NatsServer } from "@kchat/nats-server";

/** Waits until every server has routes to all others, and says of itself that it can serve (JetStream has a leader). */
export async function untilReady(
  servers: readonly NatsServer[],
  options: { readyTimeoutMs: number; signal?: AbortSignal | undefined },
): Promise<void> {
  const { readyTimeoutMs, signal } = options;
  const deadline = performance.now() + readyTimeoutMs;
  for (const server of servers) {
    for (;;) {
      const missing = await whatIsMissing(server, servers.length - 1);
      if (missing === undefined) break;
      if (performance.now() > deadline) {
        throw new Error(`${server.name} is not ready after ${readyTimeoutMs} ms: ${missing}`);
      }
      await sleep(20, undefined, { signal });
    }
  }
}

async function whatIsMissing(server: NatsServer, peers: number): Promise<string | undefined> {
  // Two servers keep a pool of several routes between them.
  const { routes } = await server.routez();
  const routed = new Set(routes.map((route) => route.remote_name)).size;
  if (routed < peers) return `routes to ${routed} of ${peers} servers`;
  const { status, error } = await server.healthz();
  return status === "ok" ? undefined : (error ?? status);
}
