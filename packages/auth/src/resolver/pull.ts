import { decodeAccount } from "../claims/token/decode.js";
import type { AccountClaims } from "../claims/types/account.js";
import { AuthError } from "../errors/auth-error.js";
import { type AccountKey, isPublicKey } from "../keys/public-key.js";
import type { ResolverConnection } from "./connection.js";
import { type GatherOptions, gather } from "./gather.js";

/** An account as a server's resolver holds it. */
export interface PulledAccount {
  readonly account: AccountKey;
  readonly token: string;
  readonly claims: AccountClaims;
}

/** Everything one server's resolver holds. */
export interface Pulled {
  readonly accounts: readonly PulledAccount[];
  /** Entries that are not an account's token under its own key: full resolvers store what peers send undecoded. */
  readonly damaged: readonly { readonly key: string; readonly reason: string }[];
}

/**
 * Fetches every account that one server (any of the full resolvers) holds. Who signed them is not checked: a resolver
 * stores accounts of strangers too, see `checkTrust`.
 *
 * @throws AuthError `ERR_RESOLVER` without a full resolver, or when the end is missing.
 * @example
 * const { accounts } = await pull(connection);
 */
export async function pull(
  connection: ResolverConnection,
  options: GatherOptions = {},
): Promise<Pulled> {
  const { replies, noResponders } = await gather(
    connection,
    "$SYS.REQ.CLAIMS.PACK",
    new Uint8Array(),
    (replies) => replies.at(-1)?.length === 0,
    options,
  );
  if (noResponders) {
    throw new AuthError(
      "ERR_RESOLVER",
      "no server hands out its accounts; only a full resolver does",
    );
  }
  if (replies.at(-1)?.length !== 0) {
    throw new AuthError(
      "ERR_RESOLVER",
      `the server stopped after ${replies.length} accounts without saying that it was done; raise timeoutMs`,
    );
  }
  const entries = replies.slice(0, -1).map(readEntry);
  return {
    accounts: entries.filter((entry) => "token" in entry),
    damaged: entries.filter((entry) => "reason" in entry),
  };
}

function readEntry(bytes: Uint8Array): PulledAccount | Pulled["damaged"][number] {
  const text = new TextDecoder().decode(bytes);
  const bar = text.indexOf("|");
  const key = text.slice(0, Math.max(bar, 0)).slice(0, 60);
  const token = text.slice(bar + 1);
  if (!isPublicKey(key, "account")) return { key, reason: "not the public key of an account" };
  try {
    const claims = decodeAccount(token);
    if (claims.sub !== key) return { key, reason: `holds the token of ${claims.sub}` };
    return { account: key, token, claims };
  } catch (error) {
    return { key, reason: error instanceof Error ? error.message : String(error) };
  }
}
