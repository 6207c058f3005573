import type { Monitoring } from "./monitoring.js";

/** What matters of a server while it is taken away and brought back. */
export interface ServerObservation {
  /** Changes with every start. */
  readonly serverId: string;
  readonly name: string;
  readonly version: string;
  readonly connections: number;
  /** Names of the servers that it has routes to. */
  readonly routes: readonly string[];
  /** Clusters that it has a gateway to. */
  readonly gateways: readonly string[];
  /** Gateways of other clusters that end here, and break when it goes. */
  readonly landings: number;
  /** Whether it leads the JetStream cluster. */
  readonly isMetaLeader: boolean;
  /** Why it isn't healthy; `undefined` if it is, its JetStream assets included. */
  readonly unhealthy: string | undefined;
}

/** Reads all of it; throws `ERR_SERVER` if the server doesn't answer. */
export async function observe(
  monitoring: Monitoring,
  signal?: AbortSignal,
): Promise<ServerObservation> {
  const read = async <T>(endpoint: string): Promise<T> => (await monitoring(endpoint, signal)) as T;
  const [varz, routez, gatewayz, jsz, healthz] = await Promise.all([
    read<Varz>("varz"),
    read<Routez>("routez"),
    read<Gatewayz>("gatewayz"),
    read<Jsz>("jsz"),
    read<Healthz>("healthz"),
  ]);
  const routes = new Set((routez.routes ?? []).map(({ remote_name = "" }) => remote_name));
  return {
    serverId: varz.server_id,
    name: varz.server_name,
    version: varz.version,
    connections: varz.connections,
    routes: [...routes].sort(),
    gateways: Object.keys(gatewayz.outbound_gateways ?? {}).sort(),
    landings: Object.values(gatewayz.inbound_gateways ?? {}).flat().length,
    isMetaLeader: jsz.meta_cluster?.leader === varz.server_name,
    unhealthy: healthz.status === "ok" ? undefined : (healthz.error ?? healthz.status),
  };
}

interface Varz {
  server_id: string;
  server_name: string;
  version: string;
  connections: number;
}
interface Routez {
  routes?: { remote_name?: string }[] | null;
}
interface Gatewayz {
  outbound_gateways?: Record<string, unknown>;
  inbound_gateways?: Record<string, unknown[]>;
}
interface Jsz {
  meta_cluster?: { leader?: string };
}
interface Healthz {
  status: string;
  error?: string;
}
