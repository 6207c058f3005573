import type { Connection } from "../connection/connection.js";
import type { TrackedConnection } from "../tracking/tracked-connection.js";
import { Consumption, type JetStreamHandler } from "./consumption.js";
import type { JetStreamMessage, JetStreamMessages } from "./messages.js";
import { type ConsumeOptions, planConsume } from "./options.js";

/**
 * Works JetStream messages off so that leaving neither loses nor delays any: when the connection
 * drains, pulling stops, running handlers end and their acknowledgements are confirmed, and what was
 * fetched ahead goes back to the server.
 *
 * The handler acknowledges by returning and asks for another delivery by throwing; it may also
 * settle the message itself. Long handlers are kept alive with `working()`.
 *
 * @param connection - Made by `track` from the connection that the consumer uses.
 * @param messages - Result of `consumer.consume()` or `fetch()`, of either client.
 * @param handler - Works on one message.
 * @param options - Concurrency, policy when leaving.
 * @throws {@link DrainError} `ERR_OPTION` for an option out of range, `ERR_DRAINING` once a drain has begun.
 * @example
 * ```ts
 * const tracked = track(await connect());
 * const consumer = await tracked.connection.jetstream().consumers.get("ORDERS", "shipping");
 * consume(tracked, await consumer.consume(), async (message, { signal }) => {
 *   await ship(message.json(), { signal });
 * });
 * ```
 */
export function consume<M extends JetStreamMessage>(
  connection: TrackedConnection<Connection>,
  messages: JetStreamMessages<M>,
  handler: JetStreamHandler<M>,
  options: ConsumeOptions = {},
): Consumption<M> {
  const plan = planConsume(options);
  connection.refuseIfDraining(`consume ${plan.name}`);
  return new Consumption(connection, messages, handler, plan);
}
