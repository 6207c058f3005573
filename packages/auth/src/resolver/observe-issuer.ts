import { parsePublicKey } from "../keys/public-key.js";
import type { ResolverConnection } from "./connection.js";
import { findServers } from "./find-servers.js";
import type { GatherOptions } from "./gather.js";
import { type AccountConnection, listConnections } from "./list-connections.js";

/** Options of {@link observeIssuer}. */
export interface ObserveIssuerOptions extends GatherOptions {
  /** The account's public key. */
  readonly account: string;
  /** The signing key whose tokens are looked for, by public key. */
  readonly issuer: string;
}

/**
 * Finds the clients that are logged in with a token of one signing key, on all servers. While there are any, retiring the key
 * cuts them off.
 *
 * @throws AuthError `ERR_RESOLVER`, `ERR_ABORTED`; `ERR_KEY_KIND` and others when a key is not an account's.
 * @example
 * const left = await observeIssuer(connection, { account, issuer: plan.target.key });
 * if (left.length === 0) await retireKey(store, plan);
 */
export async function observeIssuer(
  connection: ResolverConnection,
  options: ObserveIssuerOptions,
): Promise<AccountConnection[]> {
  const account = parsePublicKey(options.account, "account");
  const issuer = parsePublicKey(options.issuer, "account");
  const { servers } = await findServers(connection, options);
  const clients = await listConnections(connection, account, servers.length, options);
  return clients.filter((client) => client.issuer === issuer);
}
