import { K8sConfigError } from "../errors.js";
import { findRegion } from "../topology/find-region.js";
import type { Topology } from "../topology/topology.js";
import { kubernetesPlacement, type Placement } from "./placement.js";
import { releaseFullName } from "./release.js";
import { resolverText } from "./resolver.js";
import { type ConfBlock, writeBlock } from "./syntax.js";

/** Which server, and where it stands. */
export interface RenderNatsConfOptions {
  /** @default the topology's only region */
  region?: string | undefined;
  /** Ordinal of the server in its region, from 0. @default 0 */
  server?: number | undefined;
  /** What differs from a pod of the official chart. @default nothing */
  placement?: Partial<Placement> | undefined;
  /** Name of the Helm release, part of the peers' names. @default "nats" */
  release?: string | undefined;
}

/**
 * Renders the `nats.conf` of one server. Equal descriptions give equal text.
 *
 * @throws K8sConfigError `ERR_REGION_UNKNOWN`, `ERR_SERVER_UNKNOWN`, `ERR_RELEASE_INVALID`
 * @example
 * ```ts
 * import { renderNatsConf } from "@kchat/k8s-config";
 *
 * const text = renderNatsConf(topology, { server: 0, placement: { host: "127.0.0.1", clientPort: -1 } });
 * ```
 */
export function renderNatsConf(topology: Topology, options: RenderNatsConfOptions = {}): string {
  const { server = 0, release = "nats" } = options;
  const region = findRegion(topology, options.region);
  if (region.servers[server] === undefined) {
    const last = region.servers.length - 1;
    throw new K8sConfigError(
      "ERR_SERVER_UNKNOWN",
      `region ${region.name} has no server ${server}; its servers are 0 to ${last}`,
    );
  }
  const place = { ...kubernetesPlacement(topology, region, release), ...options.placement };
  const clustered = region.servers.length > 1;
  return (
    writeBlock({
      // As the chart: its prefix, then the pod's name.
      server_name: `${region.name}-${releaseFullName(release)}-${server}`,
      host: place.host,
      port: place.clientPort,
      http: `${place.host}:${place.monitorPort}`,
      ...limits(topology),
      jetstream: jetstream(topology, place),
      cluster: clustered ? cluster(region.name, place) : undefined,
      websocket: websocket(topology, place),
    }) + resolverText(topology.trust)
  );
}

function limits({ limits }: Topology): ConfBlock {
  return {
    max_payload: { bare: limits.maxPayload },
    max_connections: limits.maxConnections,
    lame_duck_duration: `${limits.lameDuckSeconds}s`,
    lame_duck_grace_period: "10s",
  };
}

/** The server takes three quarters of the machine for a store without a limit: both are always written. */
function jetstream({ jetstream }: Topology, place: Placement): ConfBlock | undefined {
  if (jetstream === undefined) return undefined;
  return {
    store_dir: place.storeDir,
    max_file_store: { bare: jetstream.maxFile },
    max_memory_store: jetstream.maxMemory ? { bare: jetstream.maxMemory } : 0,
  };
}

function cluster(name: string, place: Placement): ConfBlock {
  const { host, clusterPort, routes } = place;
  return { name, host, port: clusterPort, no_advertise: true, routes };
}

function websocket({ listeners }: Topology, place: Placement): ConfBlock | undefined {
  if (listeners.websocket === undefined) return undefined;
  const { allowedOrigins } = listeners.websocket;
  return {
    host: place.host,
    port: place.websocketPort,
    no_tls: true,
    ...(allowedOrigins.length > 0 && { allowed_origins: allowedOrigins }),
  };
}
