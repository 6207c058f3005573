import type { AccountClaims } from "../claims/types/account.js";
import type { Export, Import } from "../claims/types/sharing.js";

/**
 * The claims with an export added, or replaced where the account exports that subject as that type already; activations that
 * were revoked stay so, unless `added.revocations` says otherwise.
 *
 * @example
 * const claims = withExport(account, exportStream({ subject: "status.>", access: "anyone" }));
 */
export function withExport(account: AccountClaims, added: Export): AccountClaims {
  const { revocations } = account.nats.exports?.find((known) => isSame(known, added)) ?? {};
  const kept = { ...(revocations && { revocations }), ...added };
  return withExports(account, [...otherExports(account, added), kept]);
}

/** The claims without an export. Importers lose what it gave them as soon as the account is pushed. */
export function withoutExport(account: AccountClaims, removed: Share): AccountClaims {
  return withExports(account, otherExports(account, removed));
}

/**
 * The claims with an import added, or replaced where the account imports that subject from there already.
 *
 * @example
 * const claims = withImport(account, importStream({ from: synadia, subject: "status.>" }));
 */
export function withImport(account: AccountClaims, added: Import): AccountClaims {
  return withImports(account, [...otherImports(account, added), added]);
}

/** The claims without an import. */
export function withoutImport(
  account: AccountClaims,
  removed: Share & { readonly account?: string | undefined },
): AccountClaims {
  return withImports(account, otherImports(account, removed));
}

/** What names an export within its account. */
export type Share = Pick<Export, "subject" | "type">;

function otherExports(account: AccountClaims, shared: Share): Export[] {
  return (account.nats.exports ?? []).filter((known) => !isSame(known, shared));
}

function isSame(known: Share, { subject, type }: Share): boolean {
  return known.subject === subject && known.type === type;
}

function otherImports(
  account: AccountClaims,
  { subject, type, account: from }: Share & { readonly account?: string | undefined },
): Import[] {
  return (account.nats.imports ?? []).filter(
    (known) => known.subject !== subject || known.type !== type || known.account !== from,
  );
}

function withExports(account: AccountClaims, exports: Export[]): AccountClaims {
  return { ...account, nats: { ...account.nats, exports } };
}

function withImports(account: AccountClaims, imports: Import[]): AccountClaims {
  return { ...account, nats: { ...account.nats, imports } };
}
