import { AuthError } from "../errors/auth-error.js";
import { type AccountKey, isPublicKey } from "../keys/public-key.js";
import type { ResolverConnection } from "./connection.js";
import { findServers } from "./find-servers.js";
import { type GatherOptions, gather } from "./gather.js";
import { parseServerReply, type ServerName } from "./server-reply.js";

/** The accounts that one server holds. */
export interface ServerAccounts {
  readonly server: ServerName;
  readonly accounts: readonly AccountKey[];
}

/**
 * Lists the accounts that each server's resolver holds.
 *
 * @throws AuthError `ERR_RESOLVER` for memory and URL resolvers, which list nothing;
 * `ERR_RESOLVER`, `ERR_RESOLVER`.
 * @example
 * for (const { server, accounts } of await listAccounts(connection)) console.log(server.name, accounts.length);
 */
export async function listAccounts(
  connection: ResolverConnection,
  options: GatherOptions = {},
): Promise<ServerAccounts[]> {
  const { servers } = await findServers(connection, options);
  const expected = servers.length;
  const { replies, noResponders } = await gather(
    connection,
    "$SYS.REQ.CLAIMS.LIST",
    new Uint8Array(),
    (replies) => replies.length >= expected,
    options,
  );
  if (noResponders || replies.length === 0) {
    throw new AuthError(
      "ERR_RESOLVER",
      "no server lists accounts; a memory or URL resolver can't, use a full or a cache resolver",
    );
  }
  return replies.map(readList).sort((a, b) => (a.server.name < b.server.name ? -1 : 1));
}

function readList(bytes: Uint8Array): ServerAccounts {
  const { server, data, error } = parseServerReply(bytes);
  if (error !== undefined || server === undefined || !Array.isArray(data)) {
    throw new AuthError(
      "ERR_RESOLVER",
      `${server?.name ?? "a server"} did not list its accounts: ${error ?? "unexpected reply"}`,
    );
  }
  const accounts = data.filter((key) => typeof key === "string" && isPublicKey(key, "account"));
  return { server, accounts };
}
