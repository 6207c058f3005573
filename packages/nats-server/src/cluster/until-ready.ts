import { setTimeout as sleep } from "node:timers/promises";
import { NatsServerError } from "../errors.js";
import type { NatsServer } from "../server/nats-server.js";
import type { NatsCluster } from "./start-cluster.js";

/** Waits until every server sees what it should: routes, gateways and, with JetStream, a healthy meta group. */
export async function untilReady(
  clusters: readonly NatsCluster[],
  options: {
    readonly jetstream?: boolean | undefined;
    readonly readyTimeoutMs?: number | undefined;
    readonly signal?: AbortSignal | undefined;
  },
): Promise<void> {
  const { jetstream = false, readyTimeoutMs = 15_000, signal } = options;
  const names = clusters.map(({ name }) => name);
  const total = clusters.reduce((sum, { servers }) => sum + servers.length, 0);
  const deadline = performance.now() + readyTimeoutMs;
  try {
    for (const { name, servers } of clusters) {
      const remote = names.filter((other) => other !== name);
      for (const server of servers) {
        for (;;) {
          const peers = servers.length - 1;
          const missing = await whatIsMissing(server, { peers, remote, jetstream, total });
          if (missing === undefined) break;
          signal?.throwIfAborted();
          if (performance.now() > deadline) {
            throw new NatsServerError(
              "ERR_NOT_READY",
              `${server.name} isn't ready after ${readyTimeoutMs} ms: ${missing}`,
            );
          }
          await sleep(10);
        }
      }
    }
  } catch (error) {
    await Promise.all(clusters.map((cluster) => cluster.stop()));
    throw error;
  }
}

async function whatIsMissing(
  server: NatsServer,
  expected: { peers: number; remote: readonly string[]; jetstream: boolean; total: number },
): Promise<string | undefined> {
  const { peers, remote: remoteClusters, jetstream, total } = expected;
  // Several connections make one route, hence the count of names.
  const routed = new Set((await server.routez()).routes.map((route) => route.remote_name)).size;
  if (routed < peers) return `${routed} of ${peers} routes are up`;
  if (remoteClusters.length > 0) {
    // Each server dials every cluster once; who is dialled, and how often, is chance.
    const { outbound_gateways: outbound } = await server.gatewayz();
    const absent = remoteClusters.find((name) => !(name in outbound));
    if (absent !== undefined) return `no gateway to ${absent}`;
  }
  return jetstream ? whatJetStreamMisses(server, total - 1) : undefined;
}

async function whatJetStreamMisses(server: NatsServer, peers: number): Promise<string | undefined> {
  const health = await server.healthz();
  if (health.status !== "ok") return health.error ?? health.status;
  if (peers === 0) return undefined;
  const { meta_cluster: meta } = await server.jsz();
  if (meta?.leader === undefined || meta.leader === "") return "JetStream has no leader";
  // Only the leader knows the others; before it has heard of each, it can't place a replicated stream.
  if (meta.leader !== server.name) return undefined;
  const replicas = meta.replicas ?? [];
  const ready = replicas.filter(({ current, offline = false }) => current && !offline).length;
  return ready < peers ? `the leader of JetStream sees ${ready} of ${peers} peers` : undefined;
}
