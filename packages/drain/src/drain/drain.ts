import type { Connection } from "../connection/connection.js";
import type { TrackedConnection } from "../tracking/tracked-connection.js";
import { type DrainOptions, planDrain } from "./options.js";
import type { DrainReport } from "./report.js";
import { DrainRun } from "./run.js";

const running = new WeakMap<Connection, { run: DrainRun; report: Promise<DrainReport> }>();

/**
 * Leaves a connection without losing anything: takes nothing more in, waits for the handlers that
 * run (they may still send requests), answers or returns what can't be finished, waits until the
 * server has everything, closes, and says what became of every message.
 *
 * It always ends with the connection closed, whatever the server or a handler does: by its deadline,
 * or, once the time is up, after handing back, flush and close, which may add their bounded 250 ms
 * each so that requesters are still told. It never rejects once it has begun. Calling it again gives the
 * report of the drain that runs; of the later options only `signal` matters, which forces it, too.
 *
 * @param connection - Made by `track`.
 * @param options - Times, progress, force.
 * @throws {@link DrainError} `ERR_OPTION` if a time is out of its range or they contradict each other.
 * @example
 * ```ts
 * const report = await drain(tracked, { deadlineMs: 20_000 });
 * if (report.outcome !== "clean") console.error("left behind:", report);
 * process.exitCode = report.exitCode;
 * ```
 */
export async function drain(
  connection: TrackedConnection<Connection>,
  options: DrainOptions = {},
): Promise<DrainReport> {
  const existing = running.get(connection);
  if (existing !== undefined) {
    existing.run.heed(options.signal);
    return existing.report;
  }
  const plan = planDrain(options);
  const run = new DrainRun(connection, plan, options.onEvent);
  run.heed(options.signal);
  const report = run.run();
  running.set(connection, { run, report });
  return report;
}
