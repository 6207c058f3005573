import type { NatsServer } from "../server/nats-server.js";
import type { StartServerOptions } from "../server/options.js";
import { startMembers } from "./start-members.js";
import { type UntilClustersReadyOptions, untilClustersReady } from "./until-clusters-ready.js";

/** How to start a cluster; the other options hold for each of its servers. */
export interface StartClusterOptions
  extends Omit<StartServerOptions, "port" | "monitorPort" | "workDir"> {
  /** Number of servers. @default 3 */
  readonly size?: number | undefined;
  /** Name of the cluster; the servers are called `NAME-0`, `NAME-1` and so on. @default "cluster" */
  readonly name?: string | undefined;
}

/** A running cluster. Its ports stay the same when a server is restarted. */
export interface NatsCluster extends AsyncDisposable {
  readonly name: string;
  readonly servers: readonly NatsServer[];
  /** Client URLs of all servers. */
  readonly urls: readonly string[];
  /** Stops all servers. */
  stop(): Promise<void>;
}

/**
 * Starts servers as one cluster; ready when each has routes to all others and, with JetStream, all agree on a leader that
 * hears them all. In the first seconds that leader may still refuse a replicated stream (`no suitable peers`, measured on
 * 2.14.0; nothing that a server publishes tells when it won't), so try again then.
 *
 * @throws {@link NatsServerError} as `startServer`, and `ERR_NOT_READY` if the routes don't come up in time
 * @example
 * ```ts
 * import { startCluster } from "@kchat/nats-server";
 *
 * await using cluster = await startCluster({ size: 3, jetstream: true });
 * console.log(cluster.urls);
 * ```
 */
export async function startCluster(options: StartClusterOptions = {}): Promise<NatsCluster> {
  const { size = 3, name = "cluster", ...each } = options;
  const [servers = []] = await startMembers([{ name, size }], each);
  const cluster = clusterOf(name, servers);
  return readyOrStopped(cluster, [cluster], each);
}

/** Hands over what has become ready, and leaves nothing running that hasn't. */
export async function readyOrStopped<T extends { stop(): Promise<void> }>(
  started: T,
  clusters: readonly NatsCluster[],
  options: UntilClustersReadyOptions,
): Promise<T> {
  try {
    await untilClustersReady(clusters, options);
    return started;
  } catch (error) {
    await started.stop();
    throw error;
  }
}

/** Puts running servers together. */
export function clusterOf(name: string, servers: readonly NatsServer[]): NatsCluster {
  const stop = async () => {
    await Promise.all(servers.map((server) => server.stop()));
  };
  return {
    name,
    servers,
    get urls() {
      return servers.map((server) => server.url);
    },
    stop,
    [Symbol.asyncDispose]: stop,
  };
}
