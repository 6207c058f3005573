import type { Field } from "./field.js";

/** One region: a cluster of servers that stand close to each other. */
export interface RegionInput {
  /** Lower-case DNS label that starts with a letter, at most 32 characters. It names the cluster and prefixes its servers. */
  name: string;
  /** How many servers, 1 to 3. One server forms no cluster; two lose their JetStream quorum when one stops. */
  servers: number;
}

/** A region with the names of its servers. */
export interface Region {
  readonly name: string;
  /** Names of the servers in order, as the chart's pods get them in a release called `nats`: `ams-nats-0`, `ams-nats-1`. */
  readonly servers: readonly string[];
}

export function readRegions(field: Field): readonly Region[] {
  if (!field.required('a list with one region: [{ name: "local", servers: 1 }]')) return [];
  const items = field.items();
  if (Array.isArray(field.value) && items.length !== 1) {
    field.error(
      "region-count",
      `${items.length} regions; exactly one is supported, since several need gateways`,
    );
  }
  return items.map(readRegion).filter((region) => region !== undefined);
}

function readRegion(field: Field): Region | undefined {
  const { name: nameField, servers: serversField } = field.fields("name", "servers");
  nameField.required('a DNS label such as "ams"');
  serversField.required("how many servers, 1 to 3");
  const name = nameField.label();
  const count = serversField.integer(1, 3);
  if (count === 2) {
    serversField.warn("even-cluster", "two servers lose their quorum when one stops; use 1 or 3");
  }
  if (name === undefined || count === undefined) return undefined;
  return { name, servers: Array.from({ length: count }, (_, i) => `${name}-nats-${i}`) };
}
