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
  const keys = [...new Set(lists.flatMap(({ accounts }) => accounts))].sort();
  const expected = servers.length;
  return { servers, accounts: await lookUpAll(connection, keys, { ...options, expected }) };
}

/** Most accounts that servers are asked for at once: enough that nearly no time goes by waiting. */
const AT_ONCE = 16;

/** In the order of the keys. The first failure ends all. */
async function lookUpAll(
  connection: ResolverConnection,
  keys: readonly AccountKey[],
  options: GatherOptions & { readonly expected: number },
): Promise<HeldAccount[]> {
  const failure = new AbortController();
  const ends = options.signal ? [options.signal, failure.signal] : [failure.signal];
  const accounts: HeldAccount[] = [];
  const waiting = keys.entries();
  const askForNext = async (): Promise<void> => {
    // One each: Node warns of a leak where more than ten wait for one signal.
    const signal = AbortSignal.any(ends);
    for (const [at, key] of waiting) {
      accounts[at] = await heldAccount(connection, key, { ...options, signal });
    }
  };
  try {
    await Promise.all(Array.from({ length: AT_ONCE }, askForNext));
  } catch (error) {
    failure.abort(error);
    throw error;
  }
  return accounts;
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
