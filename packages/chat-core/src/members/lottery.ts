import { fraction, type RandomSource } from "../chat/environment.js";

/** Bounds and luck of a {@link Lottery}. */
export interface LotteryOptions {
  capacity: number;
  random: RandomSource;
}

/** A bounded crowd from which one after the other is drawn. */
export interface Lottery<V> {
  /** Lets a key take part. One that is in already gets a second chance, and its value is the new one. */
  enter(key: string, value: V, chances: "fair" | "first"): void;
  /** Takes out whose ticket is the highest. */
  draw(): [key: string, value: V] | undefined;
}

/**
 * Draws a ticket for each entry; the highest goes next, and the lowest leaves when the crowd is too large. So of F entries
 * each has the same chance, whatever their order: nobody who enters many keys, before or after another's, lowers that
 * one's chance below its share.
 */
export function createLottery<V>({ capacity, random }: LotteryOptions): Lottery<V> {
  const crowd = new Map<string, { ticket: number; value: V }>();

  function extreme(isBetter: (ticket: number, than: number) => boolean): string | undefined {
    let found: { key: string; ticket: number } | undefined;
    for (const [key, { ticket }] of crowd) {
      if (!found || isBetter(ticket, found.ticket)) found = { key, ticket };
    }
    return found?.key;
  }

  return {
    enter(key, value, chances) {
      const drawn = chances === "first" ? 1 : fraction(random);
      crowd.set(key, { ticket: Math.max(drawn, crowd.get(key)?.ticket ?? 0), value });
      if (crowd.size <= capacity) return;
      const lowest = extreme((ticket, than) => ticket < than);
      if (lowest !== undefined) crowd.delete(lowest);
    },
    draw() {
      const key = extreme((ticket, than) => ticket > than);
      const entry = key === undefined ? undefined : crowd.get(key);
      if (key === undefined || !entry) return undefined;
      crowd.delete(key);
      return [key, entry.value];
    },
  };
}
