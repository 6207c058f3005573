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
  const visiting = new Set<Account>();
  const visit = (account: Account): void => {
    if (ordered.has(account) || visiting.has(account)) return;
    visiting.add(account);
    for (const { account: exporter = "" } of account.claims.nats.imports ?? []) {
      const found = byKey.get(exporter);
      if (found) visit(found);
    }
    ordered.add(account);
  };
  for (const account of accounts) visit(account);
  return [...ordered];
}
