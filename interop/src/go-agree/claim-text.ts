import { AuthError, type ClaimKind, type Claims, claimJson } from "@kchat/auth";

/** JSON text of a claim, `null` for one that can be read, but not written. */
export function claimText(kind: ClaimKind, claims: Claims): string | null {
  try {
    return claimJson(kind, claims as never);
  } catch (error) {
    if (AuthError.isInstance(error)) return null;
    throw error;
  }
}

/** JSON text of a claim of either side, as an object without the differences that are on purpose. */
export function comparableClaim(value: unknown): unknown {
  if (typeof value !== "string") return value;
  return JSON.parse(value, (name, member: unknown) => {
    if (typeof member !== "object" || member === null) return member;
    if (name === "template") return withoutUnlimited(member);
    if (name === "verified_chains" || name === "mappings") return withLists(member);
    return member;
  });
}

/** Go's loader writes -1 into a scope's template for every limit that is not there; ours leaves it out. */
function withoutUnlimited(template: object): object {
  return Object.fromEntries(
    Object.entries(template).filter(
      ([name, value]) => value !== -1 || !["subs", "data", "payload"].includes(name),
    ),
  );
}

/** A list of lists, or a map of them, in which ours reads `null` as an empty list. */
function withLists(lists: object): object {
  const items = Object.entries(lists).map(([name, list]) => [name, (list as unknown) ?? []]);
  return Array.isArray(lists) ? items.map(([, list]) => list) : Object.fromEntries(items);
}
