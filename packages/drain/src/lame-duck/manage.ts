import { ManagedConnection } from "./managed-connection.js";
import { type ManageOptions, planManagement } from "./options.js";

/**
 * Opens a connection that survives its servers: when one announces lame duck mode, it connects to another, subscribes
 * there, proves that the cluster knows, and only then drains the old connection. To its user it stays one connection.
 *
 * @param options - How to connect, and how much time to give a hand-over.
 * @throws {@link DrainError} `ERR_OPTION` if an option is out of its range; what `connect` throws.
 * @example
 * ```ts
 * import { manage } from "@kchat/drain";
 * import { connect } from "nats";
 *
 * const connection = await manage({
 *   servers: ["nats://n0:4222", "nats://n1:4222"],
 *   connect: (servers) => connect({ servers }),
 * });
 * connection.subscribe("orders.*", {
 *   queue: "workers",
 *   callback: async (_error, message) => void message.respond(await serve(message)),
 * });
 * ```
 */
export async function manage(options: ManageOptions): Promise<ManagedConnection> {
  return ManagedConnection.open(planManagement(options));
}
