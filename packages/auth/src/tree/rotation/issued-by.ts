import type { AccountEntry, UserEntry } from "../entry.js";
import type { Tree } from "../read-tree.js";

/** The accounts and users of a tree that a key signed. */
export function issuedBy({ accounts }: Tree, key: string): (AccountEntry | UserEntry)[] {
  const entries = accounts.flatMap((account) => [account, ...account.users]);
  return entries.filter(({ claims }) => claims.iss === key);
}
