import { AuthError } from "../errors/auth-error.js";
import type { ResolverConnection } from "./connection.js";
import { type GatherOptions, gather } from "./gather.js";
import { asObject, parseServerReply, type ServerName } from "./server-reply.js";

const PING = "$SYS.REQ.SERVER.PING";

/**
 * The servers that are up. Each says how many it knows, so the answer is complete as soon as that many replied.
 *
 * @throws AuthError `ERR_RESOLVER` when nobody replies: the connection is not of the system account, or its
 * user may not publish `$SYS.REQ.SERVER.PING`.
 * @example
 * const servers = await findServers(connection);
 */
export async function findServers(
  connection: ResolverConnection,
  options: GatherOptions = {},
): Promise<ServerName[]> {
  let known = 1;
  const { replies } = await gather(
    connection,
    PING,
    new Uint8Array(),
    (replies) => {
      known = Math.max(known, activeServers(replies.at(-1)));
      return replies.length >= known;
    },
    options,
  );
  const servers = new Map<string, ServerName>();
  for (const reply of replies) {
    const { server } = parseServerReply(reply);
    if (server) servers.set(server.id, server);
  }
  if (servers.size === 0) {
    throw new AuthError(
      "ERR_RESOLVER",
      `no server answered ${PING}; connect as a user of the system account that may publish it and subscribe to its inbox`,
    );
  }
  return [...servers.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
}

function activeServers(reply: Uint8Array | undefined): number {
  const count = reply && asObject(parseServerReply(reply).data)?.active_servers;
  return typeof count === "number" ? count : 0;
}
