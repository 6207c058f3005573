import { K8sConfigError } from "../errors.js";
import type { Region } from "./regions.js";
import type { Topology } from "./topology.js";

/** Finds a region by name; without a name, the topology's only one. */
export function findRegion(topology: Topology, name: string | undefined): Region {
  const { regions } = topology;
  const region =
    name === undefined && regions.length === 1
      ? regions[0]
      : regions.find((candidate) => candidate.name === name);
  if (region !== undefined) return region;
  const known = regions.map((candidate) => candidate.name).join(", ");
  throw new K8sConfigError(
    "ERR_REGION_UNKNOWN",
    `topology ${topology.name} has no region ${JSON.stringify(name ?? "")}; it has ${known}`,
  );
}
