import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { DrainError } from "../errors/drain-error.js";

/** Reads one monitoring endpoint of one server, `varz` for example; throws {@link DrainError} `ERR_SERVER`. */
export type Monitoring = (endpoint: string, signal?: AbortSignal) => Promise<unknown>;

/** A server that doesn't answer at all must not stop a rollout for ever. */
const TIMEOUT_MS = 5_000;
const run = promisify(execFile);

/**
 * Reads the monitoring port of a server.
 *
 * @param url - For example `http://127.0.0.1:8222`.
 * @throws {@link DrainError} `ERR_OPTION` if `url` is none of HTTP.
 * @example
 * ```ts
 * const varz = await httpMonitoring("http://127.0.0.1:8222")("varz");
 * ```
 */
export function httpMonitoring(url: string): Monitoring {
  const base = url.endsWith("/") ? url : `${url}/`;
  // A forgotten "http://" parses, too: "localhost:" is a scheme as any other.
  if (!URL.canParse(base) || !/^https?:$/.test(new URL(base).protocol)) {
    throw new DrainError(
      "ERR_OPTION",
      `${url} is not the address of a monitoring port, which begins with http:// or https://`,
    );
  }
  return async (endpoint, signal) => {
    const address = new URL(endpoint, base).href;
    const limit = AbortSignal.timeout(TIMEOUT_MS);
    try {
      const response = await fetch(address, {
        signal: signal === undefined ? limit : AbortSignal.any([signal, limit]),
        headers: { connection: "close" },
      });
      // An unhealthy server answers /healthz with 503 and says why.
      if (!response.ok && response.status !== 503) throw new Error(`status ${response.status}`);
      return await response.json();
    } catch (cause) {
      throw new DrainError("ERR_SERVER", `${address} can't be read: ${reason(cause)}`, { cause });
    }
  };
}

/** Where a server runs in Kubernetes. */
export interface PodAddress {
  readonly pod: string;
  /** @default "default" */
  readonly namespace?: string | undefined;
  /** @default kubectl's current one */
  readonly context?: string | undefined;
  /** @default "kubectl" */
  readonly kubectl?: string | undefined;
}

/**
 * Reads the monitoring port of a pod through the API server, so that no port must be forwarded.
 *
 * @param address - The pod.
 * @param port - The monitoring port in the pod.
 */
export function podMonitoring(address: PodAddress, port = 8222): Monitoring {
  const { pod, namespace = "default", kubectl = "kubectl" } = address;
  return async (endpoint, signal) => {
    const path = `/api/v1/namespaces/${encodeURIComponent(namespace)}/pods/${encodeURIComponent(pod)}:${port}/proxy/${endpoint}`;
    try {
      const args = [...contextOf(address), "get", "--raw", path];
      const { stdout } = await run(kubectl, args, {
        timeout: TIMEOUT_MS,
        maxBuffer: 64 * 1024 * 1024,
        ...(signal === undefined ? {} : { signal }),
      });
      return JSON.parse(stdout);
    } catch (cause) {
      throw new DrainError("ERR_SERVER", `${pod} can't be read: ${reason(cause)}`, { cause });
    }
  };
}

/** The arguments that choose the cluster. */
export const contextOf = ({ context }: PodAddress): string[] =>
  context === undefined ? [] : ["--context", context];

/** What an error says, with what the operating system said below it. */
export function reason(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const message = error.message.trim();
  if (!(error.cause instanceof Error)) return message;
  const below = error.cause.message.trim();
  return message.includes(below) ? message : `${message} (${below})`;
}
