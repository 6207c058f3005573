import type { AccountClaims } from "../claims/types/account.js";

/**
 * Puts exporters before importers: an import stays incomplete on a server that does not know the exporter yet
 * (`nats-server: server/accounts.go`). Accounts that import from each other keep their order.
 *
 * @example
 * const ordered = exportersFirst([importer, exporter]); // [exporter, importer]
 */
export function exportersFirst<Account extends { readonly claims: AccountClaims }>(
  accounts: readonly Account[],
): Account[] {
  const byKey = new Map(accounts.map((account) => [account.claims.sub as string, account]));
  const ordered = new Set<Account>();
  const entered = new Set<Account>();
  // A stack of our own: accounts may import from each other in a longer row than the call stack holds.
  const pending = [...accounts].reverse();
  for (let account = pending.at(-1); account; account = pending.at(-1)) {
    if (entered.has(account)) {
      ordered.add(account);
      pending.pop();
      continue;
    }
    entered.add(account);
    for (const { account: exporter = "" } of [...(account.claims.nats.imports ?? [])].reverse()) {
      const found = byKey.get(exporter);
      if (found && !entered.has(found)) pending.push(found);
    }
  }
  return [...ordered];
}
