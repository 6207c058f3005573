import { TopologyError } from "../errors.js";
import { checkCapacity } from "./capacity.js";
import { Field } from "./field.js";
import { type JetStream, type JetStreamInput, readJetStream } from "./jetstream.js";
import { type Limits, type LimitsInput, readLimits } from "./limits.js";
import { type Listeners, type ListenersInput, readListeners } from "./listeners.js";
import type { Problem } from "./problem.js";
import { type Region, type RegionInput, readRegions } from "./regions.js";
import { readTrust, type Trust, type TrustInput } from "./trust.js";

/** A topology as its author writes it. */
export interface TopologyInput {
  /** What is run, as a lower-case DNS label. */
  name: string;
  trust: TrustInput;
  /** Exactly one region today. */
  regions: readonly RegionInput[];
  listeners?: ListenersInput | undefined;
  /** @default no JetStream */
  jetstream?: JetStreamInput | undefined;
  limits?: LimitsInput | undefined;
}

/** A property that only this module can write: the compiler refuses topologies that were not checked. */
const validated = Symbol("validated");

/** A topology that keeps every rule; made by {@link defineTopology} or {@link parseTopology} only. */
export interface Topology {
  readonly [validated]: true;
  readonly name: string;
  readonly trust: Trust;
  readonly regions: readonly Region[];
  readonly listeners: Listeners;
  readonly jetstream?: JetStream | undefined;
  readonly limits: Limits;
  /** What works, but should be known: see {@link Problem}. */
  readonly warnings: readonly Problem[];
}

/**
 * Checks a description whole and fills in its defaults.
 *
 * @throws TopologyError `ERR_TOPOLOGY_INVALID` with every problem and its path
 * @example
 * ```ts
 * import { defineTopology } from "@kchat/k8s-config";
 *
 * const topology = defineTopology({
 *   name: "kubecon",
 *   trust: { operator: operatorJwt, accounts: [sysJwt, kubeconJwt] },
 *   regions: [{ name: "ams", servers: 3 }],
 *   listeners: { websocket: {} },
 *   jetstream: { maxFile: "10Gi" },
 * });
 * ```
 */
export function defineTopology(input: TopologyInput): Topology {
  return readTopology(input, (problem) => problem);
}

/** Most problems that are reported: nobody reads more, and to find the place of each takes time. */
export const maxProblems = 100;

/** Reads a description of unknown origin; `locate` adds a problem's place in its file. */
export function readTopology(value: unknown, locate: (problem: Problem) => Problem): Topology {
  const problems: Problem[] = [];
  const root = new Field(value, [], problems);
  root.required("a topology with name, trust and regions");
  const fields = root.fields("name", "trust", "regions", "listeners", "jetstream", "limits");
  fields.name.required('a lower-case DNS label such as "kubecon"');
  const name = fields.name.label();
  const trust = readTrust(fields.trust);
  const regions = readRegions(fields.regions);
  const listeners = readListeners(fields.listeners);
  const jetstream = readJetStream(fields.jetstream);
  const limits = readLimits(fields.limits);
  if (trust) checkCapacity(fields.trust, trust, jetstream);

  const errors = problems.filter((problem) => problem.severity === "error");
  if (errors.length > 0 || name === undefined || trust === undefined) {
    throw new TopologyError(errors.slice(0, maxProblems).map(locate));
  }
  return {
    [validated]: true,
    name,
    trust,
    regions,
    listeners,
    jetstream,
    limits,
    warnings: problems.slice(0, maxProblems).map(locate),
  };
}
