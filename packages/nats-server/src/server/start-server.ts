import { mkdirSync, mkdtempSync } from "node:fs";
import { join, resolve } from "node:path";
import { findServerBinary } from "../binary/find-server-binary.js";
import { NatsServerError } from "../errors.js";
import { guard } from "../guard/guard.js";
import { commandLine, configText } from "./command-line.js";
import { writeConfigFile } from "./config-file.js";
import { LogBuffer } from "./log-buffer.js";
import { NatsServer } from "./nats-server.js";
import type { StartServerOptions } from "./options.js";

/**
 * Starts a `nats-server` process and resolves once it accepts clients, a few milliseconds after it does.
 *
 * It listens on loopback only unless told otherwise, and ends with this process even if that is killed.
 *
 * @throws {@link NatsServerError} `ERR_BINARY_MISSING`, `ERR_BINARY_TOO_OLD`, `ERR_BINARY_MODIFIED`,
 * `ERR_PORT_TAKEN`, `ERR_CONFIG_REFUSED`, `ERR_WORK_DIR`, `ERR_NOT_READY`, `ERR_EXITED`
 * @example
 * ```ts
 * import { startServer } from "@kchat/nats-server";
 *
 * await using server = await startServer({ jetstream: true });
 * console.log(server.url); // nats://127.0.0.1:40371
 * ```
 */
export function startServer(options: StartServerOptions = {}): Promise<NatsServer> {
  return startServerWith((config) => configText(config, options), options);
}

/** Starts a server whose configuration file is what `render` makes of the caller's text, now and at every change. */
export async function startServerWith(
  render: (config: string) => string,
  options: StartServerOptions,
): Promise<NatsServer> {
  const { signal, readyTimeoutMs = 10_000, env = {} } = options;
  signal?.throwIfAborted();
  const binary = await findServerBinary();
  const temporary = options.workDir === undefined;
  const configFile = "nats.conf";
  // The guard comes first: without it a server could outlive this process.
  const { directory } = guard();
  let workDir: string;
  try {
    workDir = temporary ? mkdtempSync(join(directory, "server-")) : resolve(options.workDir);
    mkdirSync(workDir, { recursive: true });
    await writeConfigFile(join(workDir, configFile), render(options.config ?? ""));
  } catch (cause) {
    throw new NatsServerError(
      "ERR_WORK_DIR",
      `the working directory ${options.workDir ?? directory} can't be written; choose another with workDir`,
      { cause },
    );
  }
  return NatsServer.start({
    binary: binary.path,
    version: binary.version,
    args: ["--config", join(workDir, configFile), ...commandLine(options, workDir)],
    env: { ...process.env, ...env },
    workDir,
    configFile: join(workDir, configFile),
    render,
    temporary,
    log: new LogBuffer(),
    readyTimeoutMs,
    signal,
  });
}
