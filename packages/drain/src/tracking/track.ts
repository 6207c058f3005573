import type { Connection } from "../connection/connection.js";
import { TrackedConnection, type TrackOptions } from "./tracked-connection.js";

const known = new WeakMap<Connection, TrackedConnection>();

/**
 * Makes a connection of the same surface that knows which of its messages are being worked on, so
 * that `drain()` can wait for them. Subscribe through it; what is subscribed beside it is not seen.
 *
 * @param connection - A connection of either client; tracking it again returns the same object.
 * @param options - Where late answers and failed handlers are reported.
 * @throws {@link DrainError} `ERR_OPTION` if an option is out of its range.
 * @example
 * ```ts
 * import { connect } from "nats";
 * import { drain, track } from "@kchat/drain";
 *
 * const tracked = track(await connect());
 * tracked.subscribe("orders.*", {
 *   queue: "workers",
 *   callback: async (_error, message) => {
 *     message.respond(await serve(message));
 *   },
 * });
 * process.once("SIGTERM", async () => {
 *   process.exitCode = (await drain(tracked)).exitCode;
 * });
 * ```
 */
export function track<C extends Connection>(
  connection: C | TrackedConnection<C>,
  options: TrackOptions = {},
): TrackedConnection<C> {
  if (connection instanceof TrackedConnection) return connection;
  const existing = known.get(connection);
  if (existing !== undefined) return existing as TrackedConnection<C>;
  const tracked = new TrackedConnection(connection, options);
  known.set(connection, tracked);
  return tracked;
}
