import { AuthError } from "../errors/auth-error.js";
import type { ResolverConnection } from "./connection.js";
import { type GatherOptions, gather } from "./gather.js";
import { asObject, parseServerReply, type ServerName } from "./server-reply.js";

const PING = "$SYS.REQ.SERVER.PING";
const SETTLE_MS = 150;

/** The servers that are up. */
export interface ServerSurvey {
  /** Those that replied, sorted by name. */
  readonly servers: readonly ServerName[];
  /** How many more there are, as the others say, that did not reply in time. */
  readonly silent: number;
}

/**
 * Finds the servers that are up. Each says how many it knows, so the answer is complete as soon as that many replied.
 *
 * @throws AuthError `ERR_RESOLVER` when nobody replies: the connection is not of the system account, or its user may not
 * publish `$SYS.REQ.SERVER.PING`; `ERR_ABORTED`.
 * @example
 * const { servers, silent } = await findServers(connection);
 */
export async function findServers(
  connection: ResolverConnection,
  options: GatherOptions = {},
): Promise<ServerSurvey> {
  let known = 1;
  const { replies } = await gather(
    connection,
    PING,
    new Uint8Array(),
    (replies) => {
      known = Math.max(known, activeServers(replies.at(-1)));
      return replies.length >= known;
    },
    // A server that has just joined is missing in the others' count for a moment.
    { ...options, settleMs: SETTLE_MS },
  );
  const found = new Map<string, ServerName>();
  for (const reply of replies) {
    const { server } = parseServerReply(reply);
    if (server) found.set(server.id, server);
  }
  if (found.size === 0) {
    throw new AuthError(
      "ERR_RESOLVER",
      `no server answered ${PING}; connect as a user of the system account that may publish it and subscribe to its inbox`,
    );
  }
  const servers = [...found.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
  return { servers, silent: Math.max(0, known - servers.length) };
}

function activeServers(reply: Uint8Array | undefined): number {
  const count = reply && asObject(parseServerReply(reply).data)?.active_servers;
  return typeof count === "number" ? count : 0;
}
