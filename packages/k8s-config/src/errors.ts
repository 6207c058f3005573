import type { Problem } from "./topology/problem.js";
import { formatProblem } from "./topology/problem.js";

/**
 * What went wrong, stable across versions.
 *
 * - `ERR_TOPOLOGY_INVALID`: the description breaks at least one rule; `problems` has all of them
 * - `ERR_REGION_UNKNOWN`: the topology has no region of that name
 * - `ERR_SERVER_UNKNOWN`: the region has no server of that ordinal
 * - `ERR_RELEASE_INVALID`: Helm takes no release of that name
 * - `ERR_FILE`: the command line can't read or write a file, or `--check` finds it out of date
 * - `ERR_START_FAILED`: a server of the topology did not start on this machine
 */
export type K8sConfigErrorCode =
  | "ERR_TOPOLOGY_INVALID"
  | "ERR_REGION_UNKNOWN"
  | "ERR_SERVER_UNKNOWN"
  | "ERR_RELEASE_INVALID"
  | "ERR_FILE"
  | "ERR_START_FAILED";

const brand = Symbol.for("@kchat/k8s-config.K8sConfigError");

/**
 * Base class of every error of this package.
 *
 * @example
 * ```ts
 * import { K8sConfigError, renderHelmValues } from "@kchat/k8s-config";
 *
 * try {
 *   renderHelmValues(topology, "ams");
 * } catch (error) {
 *   if (K8sConfigError.isInstance(error)) console.error(error.code, error.message);
 * }
 * ```
 */
export class K8sConfigError extends Error {
  readonly [brand] = true;

  constructor(
    readonly code: K8sConfigErrorCode,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
    this.name = new.target.name;
  }

  /** Tells whether a value is an error of this package, also one that another copy of it made. */
  static isInstance(value: unknown): value is K8sConfigError {
    return typeof value === "object" && value !== null && brand in value;
  }
}

/** Everything that is wrong with a topology, found in one pass. */
export class TopologyError extends K8sConfigError {
  constructor(
    /** All problems of severity `error`, in the order of the description. */
    readonly problems: readonly Problem[],
  ) {
    super("ERR_TOPOLOGY_INVALID", problems.map(formatProblem).join("\n"));
  }
}
