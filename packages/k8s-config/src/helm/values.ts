import { resolverText } from "../nats-conf/resolver.js";
import { findRegion } from "../topology/find-region.js";
import type { Region } from "../topology/regions.js";
import type { Topology } from "../topology/topology.js";

/** Values of a Helm chart: plain data, ready for `JSON.stringify`, a YAML writer or cdk8s. */
export type HelmValue = string | number | boolean | readonly HelmValue[] | HelmValues;

/** A map of values. */
export interface HelmValues {
  readonly [key: string]: HelmValue;
}

/** Time that the chart gives a pod beyond its lame duck period, to move leaders and close stores. */
const terminationMarginSeconds = 30;

/**
 * Renders the values of one region for the official chart (`nats/nats` 2.14.2).
 *
 * @throws K8sConfigError `ERR_REGION_UNKNOWN`
 * @example
 * ```ts
 * import { writeFileSync } from "node:fs";
 * import { renderHelmValues, writeYaml } from "@kchat/k8s-config";
 *
 * writeFileSync("ams.values.yaml", writeYaml(renderHelmValues(topology, "ams")));
 * ```
 */
export function renderHelmValues(topology: Topology, regionName?: string): HelmValues {
  const region = findRegion(topology, regionName);
  const { limits, trust } = topology;
  return {
    config: {
      // The chart names servers after their pods: without a prefix, two regions would both run a nats-0.
      serverNamePrefix: `${region.name}-`,
      nats: { port: topology.listeners.client.port },
      monitor: { enabled: true, port: topology.listeners.monitor.port },
      cluster: cluster(topology, region),
      ...jetstream(topology),
      ...websocket(topology),
      merge: {
        // Sorted first by the chart, and written as `include resolver.conf;`.
        "00$include": "resolver.conf",
        max_payload: `<< ${limits.maxPayload} >>`,
        max_connections: limits.maxConnections,
        lame_duck_duration: `${limits.lameDuckSeconds}s`,
      },
    },
    configMap: { merge: { data: { "resolver.conf": resolverText(trust) } } },
    podTemplate: {
      // A changed ConfigMap alone restarts nothing, and not every setting can be reloaded.
      configChecksumAnnotation: true,
      merge: {
        spec: {
          terminationGracePeriodSeconds: limits.lameDuckSeconds + terminationMarginSeconds,
        },
      },
    },
    ...(topology.listeners.websocket && { service: { ports: { websocket: { enabled: true } } } }),
  };
}

function cluster(topology: Topology, region: Region): HelmValues {
  // A cluster of one never passes its startup probe with JetStream.
  if (region.servers.length === 1) return { enabled: false };
  return {
    enabled: true,
    replicas: region.servers.length,
    port: topology.listeners.cluster.port,
    merge: { name: region.name },
  };
}

function jetstream({ jetstream }: Topology): HelmValues {
  if (jetstream === undefined) return {};
  const { maxFile, maxMemory, storeDir, storageClass } = jetstream;
  const pvc = { size: maxFile, ...(storageClass && { storageClassName: storageClass }) };
  return {
    jetstream: {
      enabled: true,
      fileStore: { enabled: true, dir: storeDir, pvc },
      ...(maxMemory && { memoryStore: { enabled: true, maxSize: maxMemory } }),
    },
  };
}

function websocket({ listeners }: Topology): HelmValues {
  if (listeners.websocket === undefined) return {};
  const { port, allowedOrigins } = listeners.websocket;
  const merge = allowedOrigins.length > 0 ? { merge: { allowed_origins: allowedOrigins } } : {};
  return { websocket: { enabled: true, port, ...merge } };
}
