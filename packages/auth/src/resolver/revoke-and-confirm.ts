import { decodeAccount, decodeUser } from "../claims/token/decode.js";
import type { AccountClaims } from "../claims/types/account.js";
import { AuthError } from "../errors/auth-error.js";
import { parsePublicKey } from "../keys/public-key.js";
import { isRevoked } from "../revocation/revocation-list.js";
import type { ResolverConnection } from "./connection.js";
import { findServers } from "./find-servers.js";
import { checkTimes, type GatherOptions } from "./gather.js";
import { type AccountConnection, listConnections } from "./list-connections.js";
import { type PushReport, push } from "./push.js";

/** Options of {@link revokeAndConfirm}. */
export interface RevokeAndConfirmOptions extends GatherOptions {
  /** The operator's token. */
  readonly operator: string;
  /** The account's token with its revocations, as `revoke()` issued it. */
  readonly account: string;
  /**
   * How long the servers may take to close the connections, in milliseconds, at most 2_147_483_647 (24 days).
   *
   * @default 5000
   */
  readonly closeWithinMs?: number | undefined;
  /** The current time in Unix seconds. @default the system's clock */
  readonly now?: number | undefined;
}

/** What became of a revocation. */
export interface RevocationReport {
  readonly push: PushReport;
  /** Clients that were logged in with a revoked token and are gone. */
  readonly closed: readonly AccountConnection[];
  /** Clients that are still logged in with a revoked token. */
  readonly remaining: readonly AccountConnection[];
  /** True when every server has the account and nobody who is revoked is logged in. */
  readonly confirmed: boolean;
}

const POLL_MS = 50;

/**
 * Pushes an account with its revocations to every server, and watches until the connections of the revoked are closed.
 *
 * @throws AuthError as `push()`, and `ERR_OPTION` before the push if a time is out of range; a connection that stays
 * open is reported, not thrown.
 * @example
 * const { entry } = await revoke(store, { account: "KUBECON", target: { name: "mallory" } });
 * const report = await revokeAndConfirm(connection, { operator: operator.token, account: entry.token });
 * if (!report.confirmed) console.error("still connected:", report.remaining);
 */
export async function revokeAndConfirm(
  connection: ResolverConnection,
  options: RevokeAndConfirmOptions,
): Promise<RevocationReport> {
  const { closeWithinMs = 5000, signal } = options;
  checkTimes({ closeWithinMs });
  const claims = decodeAccount(options.account);
  const { servers } = await findServers(connection, options);
  const revoked = async () => {
    const key = parsePublicKey(claims.sub, "account");
    const all = await listConnections(connection, key, servers.length, options);
    return all.filter((client) => isRevokedClient(claims, client));
  };
  const before = await revoked();
  const pushed = await push(connection, { ...options, accounts: [options.account] });
  const deadline = performance.now() + closeWithinMs;
  let remaining = await revoked();
  while (remaining.length > 0 && performance.now() < deadline) {
    await pause(POLL_MS, signal);
    remaining = await revoked();
  }
  const open = new Set(remaining.map(identity));
  const closed = before.filter((client) => !open.has(identity(client)));
  const confirmed = pushed.complete && remaining.length === 0;
  return { push: pushed, closed, remaining, confirmed };
}

function isRevokedClient({ nats }: AccountClaims, { token }: AccountConnection): boolean {
  if (token === undefined) return false;
  try {
    // What a server let in it decoded as Go does.
    const { sub, iat } = decodeUser(token, { mode: "go" });
    return isRevoked(nats.revocations, sub, iat);
  } catch {
    return false;
  }
}

function identity({ server, id }: AccountConnection): string {
  return `${server.id}/${id}`;
}

function pause(ms: number, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(done, ms);
    function done(): void {
      clearTimeout(timer);
      signal?.removeEventListener("abort", done);
      if (signal?.aborted) reject(new AuthError("ERR_ABORTED", "waiting was aborted"));
      else resolve();
    }
    signal?.addEventListener("abort", done, { once: true });
  });
}
