import { decodeAccount } from "../claims/token/decode.js";
import type { AccountClaims } from "../claims/types/account.js";
import { type AccountKey, parsePublicKey } from "../keys/public-key.js";
import type { ResolverConnection } from "./connection.js";
import { findServers } from "./find-servers.js";
import type { GatherOptions } from "./gather.js";
import { listAccounts } from "./list.js";
import { lookup } from "./lookup.js";
import type { ServerName } from "./server-reply.js";

/** One text of an account that servers hold. */
export interface HeldCopy {
  readonly token: string;
  /** `undefined` when it does not decode; a full resolver stores what peers send unread. */
  readonly claims: AccountClaims | undefined;
  /** How many servers answered with it. */
  readonly servers: number;
}

/** An account as the servers' resolvers hold it. */
export interface HeldAccount {
  readonly account: AccountKey;
  /** Newest first; one entry when the servers agree, none when they can't be asked for tokens. */
  readonly copies: readonly HeldCopy[];
}

/** Everything the servers' resolvers hold. */
export interface Holdings {
  readonly servers: readonly ServerName[];
  /** Sorted by public key. */
  readonly accounts: readonly HeldAccount[];
}

/**
 * Finds what every server holds of every account. Who signed them is not checked, see `checkTrust`.
 *
 * @throws AuthError `ERR_RESOLVER` without a full or a cache resolver.
 * @example
 * const { accounts } = await heldAccounts(connection);
 * const old = accounts.filter(({ copies }) => copies.some(({ claims }) => claims?.iss === retiring));
 */
export async function heldAccounts(
  connection: ResolverConnection,
  options: GatherOptions = {},
): Promise<Holdings> {
  const { servers } = await findServers(connection, options);
  const lists = await listAccounts(connection, options);
  const keys = new Set(lists.flatMap(({ accounts }) => accounts));
  const accounts: HeldAccount[] = [];
  for (const account of [...keys].sort()) {
    accounts.push(await heldAccount(connection, account, { ...options, expected: servers.length }));
  }
  return { servers, accounts };
}

/**
 * Finds what every server holds of one account; no copies when none knows it.
 *
 * @throws AuthError `ERR_RESOLVER`; `ERR_KEY_KIND` and others when `account` is not an account's public key.
 */
export async function heldAccount(
  connection: ResolverConnection,
  account: string,
  options: GatherOptions & { readonly expected?: number | undefined } = {},
): Promise<HeldAccount> {
  const key = parsePublicKey(account, "account");
  const { copies } = await lookup(connection, key, options);
  const decoded = copies.map((copy) => ({ ...copy, claims: tryDecode(copy.token) }));
  const issuedAt = ({ claims }: HeldCopy) => claims?.iat ?? 0;
  return { account: key, copies: decoded.sort((a, b) => issuedAt(b) - issuedAt(a)) };
}

function tryDecode(token: string): AccountClaims | undefined {
  try {
    return decodeAccount(token, { mode: "go" });
  } catch {
    return undefined;
  }
}
