import { execFile } from "node:child_process";
import { DrainError } from "../errors/drain-error.js";
import { pause } from "../lame-duck/pause.js";
import { checkTimes } from "../platform/timer.js";
import type { ServerControl } from "./control.js";
import { type Monitoring, reason } from "./monitoring.js";

/** How to check a configuration. */
export interface CheckConfigOptions {
  /** The server's program. @default "nats-server" */
  readonly binary?: string | undefined;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Has the server's program check a configuration file without starting (`nats-server -t`). It finds what is wrong in
 * the file, not what only shows when running: a port that is taken, or a change that a reload refuses.
 *
 * @throws {@link DrainError} `ERR_CONFIG` with the server's words, `ERR_SERVER` if the program can't be run.
 * @example
 * ```ts
 * await checkConfig("/etc/nats/nats.conf");
 * ```
 */
export function checkConfig(file: string, options: CheckConfigOptions = {}): Promise<void> {
  const { binary = "nats-server", signal } = options;
  return new Promise((resolve, reject) => {
    const settings = { timeout: 30_000, ...(signal === undefined ? {} : { signal }) };
    execFile(binary, ["-t", "-c", file], settings, (error, stdout, stderr) => {
      if (error === null) {
        resolve();
        return;
      }
      const said = `${stdout}${stderr}`.replace(/^nats-server: /m, "").trim();
      reject(
        typeof error.code === "number"
          ? new DrainError("ERR_CONFIG", `${file} would be refused: ${said}`)
          : new DrainError(
              "ERR_SERVER",
              `${binary} can't be run: ${reason(error)}; name the server's program (binary, --binary)`,
              {
                cause: error,
              },
            ),
      );
    });
  });
}

/** How to reload. */
export interface ReloadOptions extends CheckConfigOptions {
  readonly control: ServerControl;
  readonly monitoring: Monitoring;
  /** Checked before the server is told, if given. */
  readonly configFile?: string | undefined;
  /** Milliseconds for the server to take the new configuration. @default 10_000 */
  readonly timeoutMs?: number | undefined;
}

/** What the server loaded. */
export interface ReloadReport {
  /** When, by the server's clock. */
  readonly loadedAt: string;
  /** Digest of the configuration's text, where the server tells it (2.10 and newer). */
  readonly digest: string | undefined;
  /** Whether the text is another one than before. */
  readonly isChanged: boolean;
}

interface Loaded {
  readonly config_load_time: string;
  readonly config_digest?: string;
}

/**
 * Reloads a server's configuration and proves that it was taken: a server that refuses says so in its log alone, and
 * goes on with the old one.
 *
 * @throws {@link DrainError} `ERR_CONFIG` if the file is wrong or the server didn't take it, `ERR_SERVER` if it can't
 * be told or read, `ERR_ABORTED`, `ERR_OPTION` if `timeoutMs` is out of its range.
 * @example
 * ```ts
 * await reload({
 *   control: processControl({ pidFile: "/var/run/nats.pid" }),
 *   monitoring: httpMonitoring("http://127.0.0.1:8222"),
 *   configFile: "/etc/nats/nats.conf",
 * });
 * ```
 */
export async function reload(options: ReloadOptions): Promise<ReloadReport> {
  const { control, monitoring, configFile, timeoutMs = 10_000 } = options;
  const { signal = new AbortController().signal } = options;
  checkTimes({ timeoutMs });
  if (configFile !== undefined) await checkConfig(configFile, options);
  const read = async (): Promise<Loaded> => (await monitoring("varz", signal)) as Loaded;
  const before = await read();
  await control.reload();
  const deadline = performance.now() + timeoutMs;
  while (performance.now() < deadline) {
    const now = await read();
    if (now.config_load_time !== before.config_load_time) {
      const { config_load_time: loadedAt, config_digest: digest } = now;
      return { loadedAt, digest, isChanged: digest !== before.config_digest };
    }
    await pause(50, signal);
    if (signal.aborted) throw new DrainError("ERR_ABORTED", "the wait for the reload was aborted");
  }
  throw new DrainError(
    "ERR_CONFIG",
    `the server didn't take its configuration within ${timeoutMs} ms and keeps the old one; its log says why ` +
      "(server_name, listeners, gateways and lame duck times can't be reloaded, for example)",
  );
}
