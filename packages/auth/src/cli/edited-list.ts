import { AuthError } from "../errors/auth-error.js";

/** A list with entries added, each once, and others taken out. */
export function editedList(
  before: readonly string[] = [],
  added: readonly string[] = [],
  removed: readonly string[] = [],
): string[] {
  return [...new Set([...before, ...added])].filter((entry) => !removed.includes(entry));
}

/** Takes it for a mistake when what is to go is in none of the lists: a typing error would leave a permission standing. */
export function assertPresent(
  removed: readonly string[] | undefined,
  flag: string,
  ...lists: readonly (readonly string[] | undefined)[]
): void {
  const known = lists.flatMap((list) => list ?? []);
  const unknown = removed?.find((entry) => !known.includes(entry));
  if (unknown === undefined) return;
  throw new AuthError(
    "ERR_NOT_FOUND",
    `${flag} ${JSON.stringify(unknown)}: it is not there; there is ${known.map((entry) => JSON.stringify(entry)).join(", ") || "nothing"}`,
  );
}
