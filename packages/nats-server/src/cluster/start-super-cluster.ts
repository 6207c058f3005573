import type { NatsServer } from "../server/nats-server.js";
import type { StartServerOptions } from "../server/options.js";
import { clusterOf, type NatsCluster, readyOrStopped } from "./start-cluster.js";
import { startMembers } from "./start-members.js";

/** How to start clusters joined by gateways; the other options hold for each server. */
export interface StartSuperClusterOptions
  extends Omit<StartServerOptions, "port" | "monitorPort" | "workDir" | "name"> {
  /** The clusters, with distinct names; a cluster's servers are called `NAME-0`, `NAME-1` and so on. */
  readonly clusters: readonly { readonly name: string; readonly size: number }[];
}

/** Running clusters joined by gateways. */
export interface NatsSuperCluster extends AsyncDisposable {
  readonly clusters: readonly NatsCluster[];
  /** The servers of all clusters. */
  readonly servers: readonly NatsServer[];
  /** Stops all servers. */
  stop(): Promise<void>;
}

/**
 * Starts several clusters and joins each with each; ready when every server has its gateways, about a second after
 * the start (a server waits that long before it dials a gateway).
 *
 * @throws {@link NatsServerError} as `startCluster`
 * @example
 * ```ts
 * import { startSuperCluster } from "@kchat/nats-server";
 *
 * const clusters = [{ name: "ams", size: 1 }, { name: "sfo", size: 1 }];
 * await using world = await startSuperCluster({ clusters });
 * ```
 */
export async function startSuperCluster(
  options: StartSuperClusterOptions,
): Promise<NatsSuperCluster> {
  const { clusters: wanted, ...each } = options;
  if (new Set(wanted.map(({ name }) => name)).size < wanted.length) {
    // The server itself says nothing about it: there would simply be no gateways.
    throw new TypeError("the clusters of a super-cluster need distinct names");
  }
  const started = await startMembers(wanted, { ...each, gateways: true });
  const clusters = started.map((servers, at) => clusterOf(wanted[at]?.name ?? "", servers));
  const stop = async () => {
    await Promise.all(clusters.map((cluster) => cluster.stop()));
  };
  const all = { clusters, servers: started.flat(), stop, [Symbol.asyncDispose]: stop };
  return readyOrStopped(all, clusters, each);
}
