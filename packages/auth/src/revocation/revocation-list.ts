/** Public key (or `*` for everyone) to Unix seconds: what was issued at that second or before is dead. */
export type RevocationList = Readonly<Record<string, number>>;

/** Stands for every key in a {@link RevocationList}. */
export const EVERYONE = "*";

/**
 * True when a claim of `key` that was issued at `issuedAt` is revoked; a claim without a key or an issue time
 * always is, since nothing says that it is newer (`jwt: v2/account_claims.go` IsClaimRevoked).
 *
 * @example
 * isRevoked({ UABC: 100 }, "UABC", 100); // true: the second of the revocation is dead, too
 */
export function isRevoked(
  list: RevocationList | undefined,
  key: string,
  issuedAt: number | undefined,
): boolean {
  if (!issuedAt || key === "") return true;
  const reaches = (entry: string) => (own(list, entry) ?? Number.NEGATIVE_INFINITY) >= issuedAt;
  return reaches(key) || reaches(EVERYONE);
}

/**
 * The list with a key revoked up to and including a second. A later revocation that is there already stays.
 *
 * @example
 * const revocations = withRevoked(account.nats.revocations, user, now);
 */
export function withRevoked(
  list: RevocationList | undefined,
  key: string,
  at: number,
): RevocationList {
  return { ...list, [key]: Math.max(own(list, key) ?? Number.NEGATIVE_INFINITY, at) };
}

/** The list without a key; what was revoked of it is accepted again. */
export function withoutRevoked(list: RevocationList | undefined, key: string): RevocationList {
  const { [key]: _removed, ...rest } = list ?? {};
  return rest;
}

/** What {@link compact} left out. */
export interface Compacted {
  readonly list: RevocationList;
  readonly removed: readonly { readonly key: string; readonly at: number }[];
}

/**
 * The list without the entries that the one for everyone covers.
 *
 * @example
 * compact({ "*": 100, UABC: 90, UDEF: 110 }).list; // { "*": 100, UDEF: 110 }
 */
export function compact(list: RevocationList | undefined): Compacted {
  const everyone = own(list, EVERYONE);
  const entries = Object.entries(list ?? {});
  const isCovered = ([key, at]: [string, number]) =>
    everyone !== undefined && key !== EVERYONE && at <= everyone;
  return {
    list: Object.fromEntries(entries.filter((entry) => !isCovered(entry))),
    removed: entries.filter(isCovered).map(([key, at]) => ({ key, at })),
  };
}

// A list is data from a token: "__proto__" or "constructor" must not be found in it by inheritance.
function own(list: RevocationList | undefined, key: string): number | undefined {
  return list !== undefined && Object.hasOwn(list, key) ? list[key] : undefined;
}
