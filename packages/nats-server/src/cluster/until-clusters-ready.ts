import { setTimeout as sleep } from "node:timers/promises";
import { NatsServerError } from "../errors.js";
import type { NatsServer } from "../server/nats-server.js";

/** Servers that were started one by one to form a cluster. */
export interface ClusterMembers {
  readonly name: string;
  readonly servers: readonly NatsServer[];
}

/** What is waited for, and how long. */
export interface UntilClustersReadyOptions {
  /** Whether JetStream must have a leader that hears every server. @default false */
  readonly jetstream?: boolean | undefined;
  /** In milliseconds. @default 15_000 */
  readonly readyTimeoutMs?: number | undefined;
  /** Gives up waiting. */
  readonly signal?: AbortSignal | undefined;
}

/**
 * Waits until every server sees what it should: routes to the others of its cluster, gateways to the other clusters and,
 * with JetStream, a healthy meta group. For servers with a configuration of their own; `startCluster` waits by itself.
 *
 * @throws {@link NatsServerError} `ERR_NOT_READY` with what is missing, `ERR_MONITORING` if a server can't be asked
 * @example
 * ```ts
 * import { startServer, untilClustersReady } from "@kchat/nats-server";
 *
 * const cluster = (routes = "") => `cluster { name: ams, listen: "127.0.0.1:-1", routes: [${routes}] }`;
 * await using first = await startServer({ config: cluster() });
 * await using second = await startServer({ config: cluster(`"${first.clusterUrl}"`) });
 * await untilClustersReady([{ name: "ams", servers: [first, second] }]);
 * ```
 */
export async function untilClustersReady(
  clusters: readonly ClusterMembers[],
  options: UntilClustersReadyOptions = {},
): Promise<void> {
  const { jetstream = false, readyTimeoutMs = 15_000, signal } = options;
  const names = clusters.map(({ name }) => name);
  const total = clusters.reduce((sum, { servers }) => sum + servers.length, 0);
  const deadline = performance.now() + readyTimeoutMs;
  for (;;) {
    const missing = await whatIsMissingAnywhere(clusters, names, jetstream ? total : 0);
    if (missing === undefined) return;
    signal?.throwIfAborted();
    if (performance.now() > deadline) {
      throw new NatsServerError(
        "ERR_NOT_READY",
        `not ready after ${readyTimeoutMs} ms: ${missing}`,
      );
    }
    await sleep(10);
  }
}

/** One look at every server: what one had a moment ago, such as the leadership, another may have by now. */
async function whatIsMissingAnywhere(
  clusters: readonly ClusterMembers[],
  names: readonly string[],
  jetStreamServers: number,
): Promise<string | undefined> {
  const leaders = new Set<string>();
  for (const { name, servers } of clusters) {
    const remote = names.filter((other) => other !== name);
    for (const server of servers) {
      const missing =
        (await whatLinksMiss(server, servers.length - 1, remote)) ??
        (jetStreamServers > 0
          ? await whatJetStreamMisses(server, jetStreamServers - 1, leaders)
          : undefined);
      if (missing !== undefined) return `${server.name}: ${missing}`;
    }
  }
  return leaders.size > 1
    ? `they take ${[...leaders].join(" and ")} for JetStream's leader`
    : undefined;
}

async function whatLinksMiss(
  server: NatsServer,
  peers: number,
  remoteClusters: readonly string[],
): Promise<string | undefined> {
  // Several connections make one route, hence the count of names.
  const routed = new Set((await server.routez()).routes.map((route) => route.remote_name)).size;
  if (routed < peers) return `${routed} of ${peers} routes are up`;
  if (remoteClusters.length > 0) {
    // Each server dials every cluster once; who is dialled, and how often, is chance.
    const { outbound_gateways: outbound } = await server.gatewayz();
    const absent = remoteClusters.find((name) => !(name in outbound));
    if (absent !== undefined) return `no gateway to ${absent}`;
  }
  return undefined;
}

async function whatJetStreamMisses(
  server: NatsServer,
  peers: number,
  leaders: Set<string>,
): Promise<string | undefined> {
  const health = await server.healthz();
  if (health.status !== "ok") return health.error ?? health.status;
  if (peers === 0) return undefined;
  const { meta_cluster: meta } = await server.jsz();
  if (meta?.leader === undefined || meta.leader === "") return "JetStream has no leader";
  leaders.add(meta.leader);
  // Only the leader knows the others; before it has heard of each, it can't place a replicated stream.
  if (meta.leader !== server.name) return undefined;
  const replicas = meta.replicas ?? [];
  const ready = replicas.filter(({ current, offline = false }) => current && !offline).length;
  return ready < peers ? `the leader of JetStream sees ${ready} of ${peers} peers` : undefined;
}
