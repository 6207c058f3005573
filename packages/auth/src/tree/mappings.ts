import type { AccountClaims, WeightedMapping } from "../claims/types/account.js";

/**
 * The claims with a destination added to what is published to a subject, or replaced where it goes there already from the
 * same cluster. Shares of several destinations may add up to 100 percent.
 *
 * @example
 * const half = withMapping(account, "orders.*", { subject: "orders.v2.$1", weight: 50 });
 */
export function withMapping(
  account: AccountClaims,
  from: string,
  added: WeightedMapping,
): AccountClaims {
  const { subject, cluster = "" } = added;
  const others = destinationsOf(account, from).filter(
    (known) => known.subject !== subject || (known.cluster ?? "") !== cluster,
  );
  return withDestinations(account, from, [...others, added]);
}

/** Which destinations of a mapping are meant. */
export interface Destination {
  /** @default any */
  readonly subject?: string | undefined;
  /** @default any, or none */
  readonly cluster?: string | undefined;
}

/** The claims without destinations of a mapping, or without the mapping when none is named. */
export function withoutMapping(
  account: AccountClaims,
  from: string,
  removed: Destination = {},
): AccountClaims {
  const isMeant = (known: WeightedMapping) =>
    known.subject === (removed.subject ?? known.subject) &&
    known.cluster === (removed.cluster ?? known.cluster);
  const kept = destinationsOf(account, from).filter((known) => !isMeant(known));
  return withDestinations(account, from, kept);
}

/** Where what is published to a subject goes. */
export function destinationsOf({ nats }: AccountClaims, from: string): readonly WeightedMapping[] {
  const { mappings = {} } = nats;
  // A claim is a stranger's data: "constructor" must not be found in it by inheritance.
  return (Object.hasOwn(mappings, from) ? mappings[from] : undefined) ?? [];
}

function withDestinations(
  account: AccountClaims,
  from: string,
  destinations: readonly WeightedMapping[],
): AccountClaims {
  const { [from]: _replaced, ...others } = account.nats.mappings ?? {};
  const mappings = destinations.length > 0 ? { ...others, [from]: destinations } : others;
  return { ...account, nats: { ...account.nats, mappings } };
}
