import { join } from "node:path";
import {
  freePorts,
  type NatsServer,
  NatsServerError,
  type PortTakenError,
  startServer,
  untilClustersReady,
} from "@kchat/nats-server";
import { K8sConfigError } from "../errors.js";
import type { Placement } from "../nats-conf/placement.js";
import { renderNatsConf } from "../nats-conf/render.js";
import { findRegion } from "../topology/find-region.js";
import type { Topology } from "../topology/topology.js";

/** Ports of the first server; every other server takes free ones. */
export interface LocalPorts {
  /** @default a free port */
  readonly client?: number | undefined;
  /** @default a free port */
  readonly websocket?: number | undefined;
  /** @default a free port */
  readonly monitor?: number | undefined;
}

/** How a topology runs on this machine. */
export interface StartTopologyOptions {
  /** @default "127.0.0.1" */
  readonly host?: string | undefined;
  readonly ports?: LocalPorts | undefined;
  /** Directory that keeps streams, one folder a server. @default temporary directories, removed in the end */
  readonly workDir?: string | undefined;
  /** How long each server, and then all together, may take, in milliseconds. @default 15_000 */
  readonly readyTimeoutMs?: number | undefined;
  /** Gives up, and stops what was started. */
  readonly signal?: AbortSignal | undefined;
}

/** A topology as processes of this machine. */
export interface RunningTopology extends AsyncDisposable {
  readonly servers: readonly NatsServer[];
  /** Client URLs of all servers. */
  readonly urls: readonly string[];
  /** WebSocket URLs of all servers; empty without that listener. */
  readonly websocketUrls: readonly string[];
  /** Stops all servers. */
  stop(): Promise<void>;
}

/**
 * Runs a topology as real processes, from the same `nats.conf` that `renderNatsConf` gives.
 *
 * Ready when every server accepts clients, has routes to all others and, with JetStream, a leader that hears them all. When one fails, none stays behind.
 *
 * @throws K8sConfigError `ERR_START_FAILED` with the server's own error as `cause`
 * @example
 * ```ts
 * import { startTopology } from "@kchat/k8s-config/local";
 *
 * await using running = await startTopology(topology, { ports: { client: 4222 } });
 * console.log(running.urls);
 * ```
 */
export async function startTopology(
  topology: Topology,
  options: StartTopologyOptions = {},
): Promise<RunningTopology> {
  const { signal } = options;
  signal?.throwIfAborted();
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await startOnce(topology, options);
    } catch (error) {
      signal?.throwIfAborted();
      if (K8sConfigError.isInstance(error)) throw error;
      if (attempt < attempts && isOursToChange(error, options.ports)) continue;
      const reason = error instanceof Error ? error.message : String(error);
      const message = `topology ${topology.name} did not start: ${reason}`;
      throw new K8sConfigError("ERR_START_FAILED", message, { cause: error });
    }
  }
}

/** Between the search for a free port and its use another process can take it: then others are tried. */
const attempts = 3;

function isOursToChange(error: unknown, asked: LocalPorts = {}): boolean {
  return (
    NatsServerError.isInstance(error) &&
    error.code === "ERR_PORT_TAKEN" &&
    !Object.values(asked).includes((error as PortTakenError).port)
  );
}

async function startOnce(
  topology: Topology,
  options: StartTopologyOptions,
): Promise<RunningTopology> {
  const { readyTimeoutMs = 15_000, signal, workDir } = options;
  const region = findRegion(topology, undefined);
  const placements = await place(region.servers.length, options);
  const starts = await Promise.allSettled(
    placements.map((placement, server) => {
      const name = region.servers[server] ?? String(server);
      const directory = workDir === undefined ? undefined : join(workDir, name);
      const config = renderNatsConf(topology, { server, placement });
      return startServer({ config, workDir: directory, readyTimeoutMs, signal });
    }),
  );
  const servers = starts.flatMap((start) => (start.status === "fulfilled" ? [start.value] : []));
  const stop = async () => {
    await Promise.all(servers.map((server) => server.stop()));
  };
  try {
    const failed = starts.find((start) => start.status === "rejected");
    if (failed) throw failed.reason;
    const jetstream = topology.jetstream !== undefined;
    const clusters = [{ name: region.name, servers }];
    await untilClustersReady(clusters, { jetstream, readyTimeoutMs, signal });
  } catch (error) {
    await stop();
    throw error;
  }
  return {
    servers,
    urls: servers.map((server) => server.url),
    websocketUrls: servers.flatMap((server) => server.websocketUrl ?? []),
    stop,
    [Symbol.asyncDispose]: stop,
  };
}

async function place(count: number, options: StartTopologyOptions): Promise<Partial<Placement>[]> {
  const { host = "127.0.0.1", ports = {} } = options;
  const clusterPorts = count === 1 ? [-1] : await freePorts(count, { host });
  const routes = clusterPorts.map((port) => `nats://${host}:${port}`);
  return clusterPorts.map((clusterPort, server) => {
    const first: LocalPorts = server === 0 ? ports : {};
    return {
      host,
      clusterPort,
      routes,
      clientPort: first.client ?? -1,
      websocketPort: first.websocket ?? -1,
      monitorPort: first.monitor ?? -1,
      // Relative paths start at the server's own directory.
      storeDir: "./jetstream",
    };
  });
}
