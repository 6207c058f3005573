import { DrainError } from "../errors/drain-error.js";
import { pause } from "../lame-duck/pause.js";
import { checkTimes } from "../platform/timer.js";
import type { Monitoring } from "./monitoring.js";

/** How many clients a leaving server still has. */
export interface Emptying {
  readonly connections: number;
  /** Whether the server has ended. */
  readonly isGone: boolean;
  /** Milliseconds since the beginning. */
  readonly ms: number;
}

/**
 * Watches a server empty, until it has ended. Yields at the beginning and whenever the number changes.
 *
 * @param monitoring - The server's monitoring port, which stays open in lame duck mode.
 * @throws {@link DrainError} `ERR_TIMEOUT` if it is still there after `timeoutMs` (3 min unless given), `ERR_ABORTED`,
 * `ERR_OPTION` if a time is out of its range.
 * @example
 * ```ts
 * for await (const { connections } of watchEmptying(httpMonitoring(url))) console.log(connections);
 * ```
 */
export async function* watchEmptying(
  monitoring: Monitoring,
  options: {
    /** Whom to watch; without it the first that answers, which could be its successor already. */
    readonly serverId?: string | undefined;
    readonly timeoutMs?: number | undefined;
    readonly intervalMs?: number | undefined;
    readonly signal?: AbortSignal | undefined;
  } = {},
): AsyncGenerator<Emptying, void> {
  const { timeoutMs = 180_000, intervalMs = 200 } = options;
  const { signal = new AbortController().signal } = options;
  checkTimes({ timeoutMs, intervalMs });
  const startedAt = performance.now();
  let { serverId } = options;
  let last: number | undefined;
  for (;;) {
    const ms = performance.now() - startedAt;
    if (signal.aborted) throw new DrainError("ERR_ABORTED", "watching was aborted");
    const now = (await monitoring("varz", signal).catch(() => undefined)) as
      | { server_id: string; connections: number }
      | undefined;
    serverId ??= now?.server_id;
    // A new identifier: it has ended and somebody started it again.
    if (now === undefined || now.server_id !== serverId) {
      yield { connections: 0, isGone: true, ms };
      return;
    }
    if (now.connections !== last) yield { connections: now.connections, isGone: false, ms };
    last = now.connections;
    if (ms > timeoutMs) {
      throw new DrainError(
        "ERR_TIMEOUT",
        `the server still runs after ${timeoutMs} ms, with ${last} clients; is it in lame duck mode?`,
      );
    }
    await pause(intervalMs, signal);
  }
}
