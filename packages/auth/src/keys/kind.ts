/** What a key stands for: the first letter of its text form. */
export type KeyKind = "operator" | "account" | "user" | "server" | "cluster" | "curve";

/** The kinds that sign; a curve key only seals and opens. */
export type SigningKind = Exclude<KeyKind, "curve">;

/** Prefix bytes of the nkeys text form (nkeys: strkey.go). */
export const PREFIX: Readonly<Record<KeyKind, number>> = {
  operator: 112,
  account: 0,
  user: 160,
  server: 104,
  cluster: 16,
  curve: 184,
};

export const SEED_PREFIX = 144;
export const PRIVATE_PREFIX = 120;

const byPrefix = new Map<number, KeyKind>(
  (Object.keys(PREFIX) as KeyKind[]).map((kind) => [PREFIX[kind], kind]),
);

export function kindOfPrefix(prefix: number): KeyKind | undefined {
  return byPrefix.get(prefix);
}
