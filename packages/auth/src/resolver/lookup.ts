import { AuthError } from "../errors/auth-error.js";
import { type AccountKey, parsePublicKey } from "../keys/public-key.js";
import type { ResolverConnection } from "./connection.js";
import { findServers } from "./find-servers.js";
import { type GatherOptions, gather } from "./gather.js";

/** What the servers hold of an account. */
export interface LookupResult {
  /**
   * Each different token that a server answered with, and how many did: one entry when they agree. Empty when no server
   * knows the account.
   */
  readonly copies: readonly { readonly token: string; readonly servers: number }[];
  /** How many servers answered, with a token or without. */
  readonly answers: number;
  /** False when no server can be asked: memory, URL and cache resolvers have no lookup. */
  readonly supported: boolean;
}

/**
 * Asks every server for an account.
 *
 * @throws AuthError `ERR_RESOLVER`; `ERR_KEY_KIND` and others when `account` is not an account's public key.
 * @example
 * const { copies } = await lookup(connection, account);
 */
export async function lookup(
  connection: ResolverConnection,
  account: string,
  options: GatherOptions & { readonly expected?: number | undefined } = {},
): Promise<LookupResult> {
  const key = parsePublicKey(account, "account");
  const expected = options.expected ?? (await findServers(connection, options)).servers.length;
  const { replies, noResponders } = await gather(
    connection,
    lookupSubject(key),
    new Uint8Array(),
    (replies) => replies.length >= expected,
    options,
  );
  if (replies.length === 0 && !noResponders) {
    throw new AuthError(
      "ERR_RESOLVER",
      `no server answered ${lookupSubject(key)}; the user of this connection must be allowed to publish it`,
    );
  }
  const counts = new Map<string, number>();
  for (const reply of replies) {
    const token = new TextDecoder().decode(reply);
    if (token !== "") counts.set(token, (counts.get(token) ?? 0) + 1);
  }
  const copies = [...counts].map(([token, servers]) => ({ token, servers }));
  return { copies, answers: replies.length, supported: !noResponders };
}

/** The subject on which full resolvers answer with an account's token. */
export function lookupSubject(account: AccountKey | "*"): string {
  return `$SYS.REQ.ACCOUNT.${account}.CLAIMS.LOOKUP`;
}
