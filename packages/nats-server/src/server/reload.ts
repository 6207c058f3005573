import { setTimeout as sleep } from "node:timers/promises";
import { NatsServerError } from "../errors.js";
import type { LogBuffer } from "./log-buffer.js";
import type { NatsServer } from "./nats-server.js";

/**
 * Sends SIGHUP and waits for the proof: `config_load_time` moves only when the server took the configuration.
 * A refusal shows in the log alone.
 */
export async function reloadServer(
  server: NatsServer,
  log: LogBuffer,
  timeoutMs: number,
): Promise<void> {
  const late = new AbortController();
  const timer = setTimeout(() => late.abort(), timeoutMs);
  const tooLate = new Promise<never>((_, reject) => {
    late.signal.addEventListener("abort", () =>
      reject(
        new NatsServerError(
          "ERR_NOT_READY",
          `nats-server neither took nor refused its new configuration within ${timeoutMs} ms`,
        ),
      ),
    );
  });
  try {
    await Promise.race([reloadAndConfirm(server, log, late.signal), tooLate]);
  } finally {
    clearTimeout(timer);
  }
}

async function reloadAndConfirm(
  server: NatsServer,
  log: LogBuffer,
  late: AbortSignal,
): Promise<void> {
  const before = (await server.varz()).config_load_time;
  const position = log.position;
  server.signal("SIGHUP");
  while (!late.aborted) {
    const refusal = /\[ERR\] Failed to reload server configuration: (.+)/.exec(log.since(position));
    if (refusal !== null) {
      throw new NatsServerError(
        "ERR_RELOAD_REFUSED",
        `nats-server keeps its old configuration and refused ${server.configFile}: ${refusal[1]}`,
      );
    }
    if ((await server.varz()).config_load_time !== before) return;
    await sleep(5);
  }
}
