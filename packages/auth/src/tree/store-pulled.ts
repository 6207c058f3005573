import type { AccountClaims } from "../claims/types/account.js";
import { AuthError } from "../errors/auth-error.js";
import { formatAddress } from "../nsc/address.js";
import { namesClash, safeName } from "../nsc/names.js";
import type { Store } from "../nsc/store.js";
import { checkTrust } from "../resolver/check-trust.js";
import { type AccountEntry, readAccount, readOperator } from "./entry.js";
import { soleOperator } from "./sole-operator.js";

/** Options of {@link storePulled}. */
export interface StorePulledOptions {
  /** The operator's name. @default the only operator of the store */
  readonly operator?: string | undefined;
  /** Accounts as servers hold them, see `pull` of `@kchat/auth/resolver`. */
  readonly accounts: readonly { readonly token: string; readonly claims: AccountClaims }[];
  /** Takes an account though the store's own is as new or newer, whose changes are lost. @default false */
  readonly overwriteNewer?: boolean | undefined;
  /** Decides and writes nothing. @default false */
  readonly dryRun?: boolean | undefined;
}

/** What became of one pulled account. */
export interface StoredPulled {
  /** The account's public key. */
  readonly account: string;
  readonly name: string | undefined;
  readonly outcome: "added" | "updated" | "same" | "refused";
  /** Why it was refused. */
  readonly reason: string | undefined;
}

/**
 * Writes accounts that servers hold into a store. A resolver stores whatever it is sent, so each is refused that the operator
 * did not sign, that is not newer than the store's own, or whose name would put it in another account's place.
 *
 * @throws AuthError `ERR_NOT_FOUND` without the operator; `ERR_STORE`. A refused account is reported, not thrown.
 * @example
 * const { accounts } = await pull(connection);
 * const stored = await storePulled(store, { accounts });
 */
export async function storePulled(
  store: Store,
  options: StorePulledOptions,
): Promise<StoredPulled[]> {
  const { address, claims: operator } = await readOperator(store, {
    operator: await soleOperator(store, options.operator),
  });
  const known: AccountEntry[] = [];
  for (const account of await store.list(address)) {
    known.push(await readAccount(store, { ...address, account }));
  }
  const stored: StoredPulled[] = [];
  // Of two accounts of one name the same one is taken in every run, whichever a server sends first.
  const accounts = [...options.accounts].sort((a, b) => (a.claims.sub < b.claims.sub ? -1 : 1));
  for (const { token, claims } of accounts) {
    const { sub: account, name } = claims;
    try {
      checkTrust(operator, claims);
      const mine = placeOf(known, claims);
      const outcome = mine === undefined ? "added" : mine.token === token ? "same" : "updated";
      if (mine && outcome === "updated" && !options.overwriteNewer) assertNewer(claims, mine);
      const at = { ...address, account: safeName("account", name ?? "") };
      if (outcome !== "same" && !options.dryRun) await store.write(at, token);
      if (mine === undefined) known.push({ address: at, token, claims });
      stored.push({ account, name, outcome, reason: undefined });
    } catch (error) {
      if (!AuthError.isInstance(error) || error.code === "ERR_STORE") throw error;
      stored.push({ account, name, outcome: "refused", reason: error.message });
    }
  }
  return stored;
}

function placeOf(known: readonly AccountEntry[], pulled: AccountClaims): AccountEntry | undefined {
  const mine = known.find(({ claims }) => claims.sub === pulled.sub);
  if (mine !== undefined && mine.address.account !== pulled.name) {
    throw new AuthError(
      "ERR_EXISTS",
      `${formatAddress(mine.address)} is called ${JSON.stringify(pulled.name)} on the servers; delete it here to take it under that name`,
    );
  }
  const isTaken = (name: string) => name === pulled.name || namesClash(name, pulled.name ?? "");
  const other = known.find(({ address }) => isTaken(address.account));
  if (other === undefined || other === mine) return mine;
  throw new AuthError(
    "ERR_EXISTS",
    `${formatAddress(other.address)} has the key ${other.claims.sub} here; this is another account, and on some file systems of the same name`,
  );
}

function assertNewer(pulled: AccountClaims, { address, claims }: AccountEntry): void {
  if ((pulled.iat ?? 0) > (claims.iat ?? 0)) return;
  throw new AuthError(
    "ERR_ROLLBACK",
    `${formatAddress(address)} was issued here at ${claims.iat}, on the servers at ${pulled.iat}: push it, or overwrite what is newer here`,
  );
}
