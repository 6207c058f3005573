import { DrainError } from "../errors/drain-error.js";

/** What leaves: workers of queue groups, or a process that also serves HTTP. */
export interface KubernetesShutdownOptions {
  /** Seconds that the longest handler may take. */
  readonly longestHandlerSeconds: number;
  /**
   * Whether the pod serves HTTP behind a Service. Then a preStop pause lets endpoints forget the
   * pod; a queue-group worker needs none, since its UNSUB takes effect at once.
   *
   * @default "worker"
   */
  readonly serves?: "worker" | "http" | undefined;
  /** Seconds of the preStop pause of an HTTP server. @default 5 */
  readonly preStopSeconds?: number | undefined;
  /** HTTP probe of readiness, if there is one; its path and port. */
  readonly readiness?: { readonly path: string; readonly port: number | string } | undefined;
}

/** The parts of a pod's specification that a proper shutdown needs, in Kubernetes' own shape. */
export interface KubernetesShutdown {
  /** For the pod: seconds until SIGKILL, the preStop hook included. */
  readonly terminationGracePeriodSeconds: number;
  /** For the container: read by `deadlineFromEnvironment`. */
  readonly env: readonly { readonly name: string; readonly value: string }[];
  /** For the container; needs Kubernetes 1.30, where `sleep` became available by default. */
  readonly lifecycle?: { readonly preStop: { readonly sleep: { readonly seconds: number } } };
  /** For the container: quick to notice that readiness is off. */
  readonly readinessProbe?: {
    readonly httpGet: { readonly path: string; readonly port: number | string };
    readonly periodSeconds: number;
    readonly failureThreshold: number;
  };
}

/** Round trips to the server, the abort signal's notice, cleanup, and the margin before SIGKILL. */
const overheadSeconds = 10;

/**
 * The settings of a pod that fit a shutdown by `Lifecycle`: grace period, preStop hook, probe, and
 * the environment variables by which the process learns its deadline.
 *
 * @param options - How long handlers take, and whether HTTP is served.
 * @throws {@link DrainError} `ERR_OPTION` if a number is out of its range.
 * @see https://kubernetes.io/docs/concepts/workloads/pods/pod-lifecycle/#pod-termination
 * @example
 * ```ts
 * kubernetesShutdown({ longestHandlerSeconds: 20 }).terminationGracePeriodSeconds; // 30
 * ```
 */
export function kubernetesShutdown(options: KubernetesShutdownOptions): KubernetesShutdown {
  const { longestHandlerSeconds, serves = "worker", readiness } = options;
  const preStopSeconds = serves === "http" ? (options.preStopSeconds ?? 5) : 0;
  if (!Number.isFinite(longestHandlerSeconds) || longestHandlerSeconds < 0) {
    throw new DrainError(
      "ERR_OPTION",
      `longestHandlerSeconds is a number of seconds, not ${longestHandlerSeconds}`,
    );
  }
  if (!Number.isSafeInteger(preStopSeconds) || preStopSeconds < 0) {
    throw new DrainError(
      "ERR_OPTION",
      `preStopSeconds is a whole number of seconds, not ${options.preStopSeconds}`,
    );
  }
  // HTTP requests end first, in at most half of the time; the NATS handlers have the other half.
  const turns = serves === "http" ? 2 : 1;
  const neededSeconds = Math.ceil(turns * (longestHandlerSeconds + overheadSeconds));
  const grace = Math.max(30, preStopSeconds + neededSeconds);
  return {
    terminationGracePeriodSeconds: grace,
    env: [
      { name: "TERMINATION_GRACE_PERIOD_SECONDS", value: String(grace) },
      { name: "PRE_STOP_SECONDS", value: String(preStopSeconds) },
    ],
    ...(preStopSeconds > 0
      ? { lifecycle: { preStop: { sleep: { seconds: preStopSeconds } } } }
      : {}),
    ...(readiness === undefined
      ? {}
      : {
          readinessProbe: {
            httpGet: { path: readiness.path, port: readiness.port },
            periodSeconds: 2,
            failureThreshold: 1,
          },
        }),
  };
}
