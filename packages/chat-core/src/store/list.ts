/** A copy of the list with items removed and put in at an index; `Array.prototype.toSpliced` is newer than our target. */
export function spliced<T>(
  list: readonly T[],
  start: number,
  deleteCount: number,
  ...items: T[]
): T[] {
  const copy = [...list];
  copy.splice(start, deleteCount, ...items);
  return copy;
}

/** The last index whose item passes, or -1. */
export function lastIndexWhere<T>(
  list: readonly T[],
  passes: (item: T, index: number) => boolean,
): number {
  for (let index = list.length - 1; index >= 0; index -= 1) {
    if (passes(list[index] as T, index)) return index;
  }
  return -1;
}

/** The list with every item changed; the same list when `change` changes none. */
export function mapped<T>(list: readonly T[], change: (item: T) => T): readonly T[] {
  const copy = list.map((item) => change(item));
  return copy.every((item, index) => item === list[index]) ? list : copy;
}
