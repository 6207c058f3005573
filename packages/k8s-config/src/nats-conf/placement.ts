import type { Region } from "../topology/regions.js";
import type { Topology } from "../topology/topology.js";
import { releaseFullName } from "./release.js";

/**
 * Where one server stands: what differs between a pod and a process on loopback.
 *
 * A port of -1 lets the server choose a free one.
 */
export interface Placement {
  /** Address that every listener binds to. */
  readonly host: string;
  readonly clientPort: number;
  readonly clusterPort: number;
  readonly websocketPort: number;
  readonly monitorPort: number;
  /** Directory of streams. */
  readonly storeDir: string;
  /** Route URLs of the region's servers. A server recognises itself, so one list serves all. */
  readonly routes: readonly string[];
}

/** Places a server as the official chart does: all interfaces, fixed ports, peers found through the headless Service. */
export function kubernetesPlacement(
  topology: Topology,
  region: Region,
  release: string,
): Placement {
  const { listeners, jetstream } = topology;
  const full = releaseFullName(release);
  const peer = (_: string, i: number) =>
    `nats://${full}-${i}.${full}-headless:${listeners.cluster.port}`;
  return {
    host: "0.0.0.0",
    clientPort: listeners.client.port,
    clusterPort: listeners.cluster.port,
    websocketPort: listeners.websocket?.port ?? -1,
    monitorPort: listeners.monitor.port,
    storeDir: jetstream?.storeDir ?? "/data",
    routes: region.servers.map(peer),
  };
}
