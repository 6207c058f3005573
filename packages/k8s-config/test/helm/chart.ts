import type { HelmValues } from "../../src/index.js";

/**
 * What the official chart 2.14.2 makes of values, for the keys that this package writes: an oracle of our own, held
 * against renderings of the chart itself (test/vectors/chart).
 */
export function chartNatsConf(values: Values): string {
  const { config = {} } = values;
  const { cluster, jetstream, websocket, merge = {} } = config;
  const conf = mergeOverwrite(
    {
      server_name: "<< $SERVER_NAME >>",
      pid_file: "/var/run/nats/nats.pid",
      lame_duck_duration: "30s",
      lame_duck_grace_period: "10s",
      port: config.nats?.port ?? 4222,
      http_port: config.monitor?.port ?? 8222,
      ...(cluster?.enabled && { cluster: clusterBlock(cluster) }),
      ...(jetstream?.enabled && { jetstream: jetstreamBlock(jetstream) }),
      ...(websocket?.enabled && { websocket: websocketBlock(websocket) }),
    },
    merge,
  );
  return `${JSON.stringify(sorted(conf), null, 2)}\n`
    .replace(/^( *)"[^"]*\$include": "(.*?)",?$/gm, "$1include $2;")
    .replace(/"<< (.*?) >>"/g, "$1");
}

/** The values that the oracle reads. */
export interface Values {
  config?: {
    nats?: { port: number };
    monitor?: { port: number };
    cluster?: { enabled: boolean; replicas?: number; port?: number; merge?: Conf };
    jetstream?: JetStream;
    websocket?: { enabled: boolean; port?: number; merge?: Conf };
    merge?: Conf;
  };
}

interface JetStream {
  enabled: boolean;
  fileStore?: { dir?: string; pvc?: { size?: string } };
  memoryStore?: { enabled: boolean; maxSize: string };
  merge?: Conf;
}

type Conf = HelmValues;

function clusterBlock({
  replicas = 3,
  port = 6222,
  merge = {},
}: {
  replicas?: number;
  port?: number;
  merge?: Conf;
}) {
  const routes = Array.from(
    { length: replicas },
    (_, i) => `nats://nats-${i}.nats-headless:${port}`,
  );
  return mergeOverwrite({ name: "nats", port, no_advertise: true, routes }, merge);
}

function jetstreamBlock({ fileStore, memoryStore, merge = {} }: JetStream) {
  const conf = {
    store_dir: fileStore?.dir ?? "/data",
    max_file_store: `<< ${fileStore?.pvc?.size ?? "10Gi"} >>`,
    max_memory_store: memoryStore?.enabled ? `<< ${memoryStore.maxSize} >>` : 0,
  };
  return mergeOverwrite(conf, merge);
}

function websocketBlock({ port = 8080, merge = {} }: { port?: number; merge?: Conf }) {
  return mergeOverwrite({ port, no_tls: true }, merge);
}

/** Sprig's function: maps are merged, everything else is replaced. */
function mergeOverwrite(into: Conf, from: Conf): Conf {
  const result: Record<string, Conf[string]> = { ...into };
  for (const [key, value] of Object.entries(from)) {
    const old = result[key];
    result[key] = isMap(old) && isMap(value) ? mergeOverwrite(old, value) : value;
  }
  return result;
}

function sorted(conf: Conf): Conf {
  const entries = Object.entries(conf).sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(
    entries.map(([key, value]) => [key, isMap(value) ? sorted(value) : value]),
  );
}

function isMap(value: unknown): value is Conf {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
