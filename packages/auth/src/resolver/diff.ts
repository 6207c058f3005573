import { decodeAccount } from "../claims/token/decode.js";
import { type AccountKey, parsePublicKey } from "../keys/public-key.js";
import type { ResolverConnection } from "./connection.js";
import type { GatherOptions } from "./gather.js";
import { type HeldCopy, heldAccounts } from "./held-accounts.js";

/** How an account here compares with the servers. */
export interface AccountDifference {
  readonly account: AccountKey;
  readonly name: string | undefined;
  /**
   * `same` on every server; `newer here`; `newer there`; `servers differ` among themselves; `only here`; `only there`;
   * `same time` for different tokens issued in one second, which servers never settle.
   */
  readonly state:
    | "same"
    | "newer here"
    | "newer there"
    | "same time"
    | "servers differ"
    | "only here"
    | "only there";
  /** When the token here was issued, in Unix seconds. */
  readonly hereAt: number | undefined;
  /** When the newest token of the servers was issued, in Unix seconds. */
  readonly thereAt: number | undefined;
}

/**
 * Compares accounts here with those of the servers' full resolvers.
 *
 * @throws AuthError `ERR_RESOLVER` without a full resolver.
 * @example
 * const changed = (await diff(connection, tokens)).filter(({ state }) => state !== "same");
 */
export async function diff(
  connection: ResolverConnection,
  tokens: readonly string[],
  options: GatherOptions = {},
): Promise<AccountDifference[]> {
  const here = new Map(
    tokens.map((token) => [parsePublicKey(decodeAccount(token).sub, "account"), token]),
  );
  const { servers, accounts } = await heldAccounts(connection, options);
  const there = new Map(accounts.map(({ account, copies }) => [account, copies]));
  const all = new Set([...here.keys(), ...there.keys()]);
  return [...all]
    .sort()
    .map((account) =>
      compare(account, here.get(account), there.get(account) ?? [], servers.length),
    );
}

function compare(
  account: AccountKey,
  token: string | undefined,
  copies: readonly HeldCopy[],
  servers: number,
): AccountDifference {
  const here = token === undefined ? undefined : decodeAccount(token);
  const newest = copies[0]?.claims;
  const base = {
    account,
    name: here?.name ?? newest?.name,
    hereAt: here?.iat,
    thereAt: newest?.iat,
  };
  if (copies.length === 0) return { ...base, state: "only here" };
  const holding = copies.reduce((sum, copy) => sum + copy.servers, 0);
  if (copies.length > 1 || holding < servers) return { ...base, state: "servers differ" };
  if (here === undefined) return { ...base, state: "only there" };
  if (copies[0]?.token === token) return { ...base, state: "same" };
  const ahead = (here.iat ?? 0) - (newest?.iat ?? 0);
  const state = ahead > 0 ? "newer here" : ahead < 0 ? "newer there" : "same time";
  return { ...base, state };
}
