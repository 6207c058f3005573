import { decodeAccount, decodeOperator } from "../claims/token/decode.js";
import type { AccountClaims } from "../claims/types/account.js";
import { type AccountKey, parsePublicKey } from "../keys/public-key.js";
import { checkFresh } from "./check-fresh.js";
import { checkTrust } from "./check-trust.js";
import { checkValid } from "./check-valid.js";
import type { ResolverConnection } from "./connection.js";
import { findServers } from "./find-servers.js";
import type { GatherOptions } from "./gather.js";
import { type LookupResult, lookup } from "./lookup.js";
import { exportersFirst } from "./order.js";
import type { ServerName } from "./server-reply.js";
import { type ServerAnswer, updateAccount } from "./update-account.js";

/** Options of {@link push}. */
export interface PushOptions extends GatherOptions {
  /** The operator's token: only accounts that it signed are pushed. */
  readonly operator: string;
  /** The accounts' tokens. */
  readonly accounts: readonly string[];
  /** Pushes even what the servers hold already. @default false */
  readonly repeat?: boolean | undefined;
  /** The current time in Unix seconds. @default the system's clock */
  readonly now?: number | undefined;
}

/** What became of a push, server by server. */
export interface PushReport {
  /** The servers that were up and replied. */
  readonly servers: readonly ServerName[];
  /** How many more there are, as the others say, that did not reply. */
  readonly silent: number;
  /** In the order of the push: exporters first. */
  readonly accounts: readonly AccountReport[];
  /** True when no server is silent and each has every account. */
  readonly complete: boolean;
}

/** What became of one account. */
export interface AccountReport {
  readonly account: AccountKey;
  readonly name: string;
  /** `unchanged`: every server held this very token already. `incomplete`: see `answers` and `readBack`. */
  readonly outcome: "stored" | "unchanged" | "incomplete";
  /** One per server, also for those that did not answer. */
  readonly answers: readonly ServerAnswer[];
  /** How many servers returned the very token afterwards; `unsupported` where the resolver has no lookup. */
  readonly readBack: number | "unsupported";
}

/**
 * Pushes accounts to every server and proves that they arrived: each is validated, checked against the operator and
 * against what the servers hold, pushed exporters first, and read back. Nothing is pushed unless every account passes.
 *
 * @throws AuthError `ERR_CLAIM_INVALID`, `ERR_NAME`, `ERR_TRUST`, `ERR_ROLLBACK` before anything is
 * pushed; `ERR_RESOLVER`, `ERR_RESOLVER`.
 * @example
 * const report = await push(connection, { operator, accounts });
 * if (!report.complete) process.exitCode = 1;
 */
export async function push(
  connection: ResolverConnection,
  options: PushOptions,
): Promise<PushReport> {
  const operator = decodeOperator(options.operator);
  const candidates = options.accounts.map((token) => ({ token, claims: decodeAccount(token) }));
  for (const { claims } of candidates) {
    checkValid(claims, options.now);
    checkTrust(operator, claims);
  }
  const { servers, silent } = await findServers(connection, options);
  const expected = servers.length;
  const planned: Planned[] = [];
  for (const candidate of exportersFirst(candidates)) {
    const current = await lookup(connection, candidate.claims.sub, { ...options, expected });
    checkFresh(candidate.token, candidate.claims, current);
    planned.push({ ...candidate, current });
  }
  const accounts: AccountReport[] = [];
  for (const account of planned) {
    accounts.push(await pushOne(connection, account, servers, options));
  }
  const complete = silent === 0 && accounts.every(({ outcome }) => outcome !== "incomplete");
  return { servers, silent, accounts, complete };
}

interface Planned {
  readonly token: string;
  readonly claims: AccountClaims;
  readonly current: LookupResult;
}

async function pushOne(
  connection: ResolverConnection,
  { token, claims, current }: Planned,
  servers: readonly ServerName[],
  options: PushOptions,
): Promise<AccountReport> {
  const key = parsePublicKey(claims.sub, "account");
  const about = { account: key, name: claims.name ?? key };
  if (!options.repeat && copiesOf(token, current) === servers.length) {
    return { ...about, outcome: "unchanged", answers: [], readBack: servers.length };
  }
  const answers = await updateAccount(connection, key, token, servers, options);
  const expected = servers.length;
  const after = await lookup(connection, key, { ...options, expected });
  const readBack = after.supported ? copiesOf(token, after) : "unsupported";
  const isApplied = answers.every(({ outcome }) => outcome === "updated");
  const isHeld = readBack === "unsupported" || readBack === expected;
  return { ...about, outcome: isApplied && isHeld ? "stored" : "incomplete", answers, readBack };
}

function copiesOf(token: string, { copies }: LookupResult): number {
  return copies.find((copy) => copy.token === token)?.servers ?? 0;
}
