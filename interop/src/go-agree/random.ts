/** A seeded source of choices, so that every case can be made again (splitmix32). */
export class Random {
  #state: number;

  constructor(seed: number) {
    this.#state = seed | 0;
  }

  /** An integer from 0 to `below` - 1. */
  int(below: number): number {
    this.#state = (this.#state + 0x9e3779b9) | 0;
    let t = this.#state ^ (this.#state >>> 16);
    t = Math.imul(t, 0x21f0aaad);
    t = Math.imul(t ^ (t >>> 15), 0x735a2d97);
    return ((t ^ (t >>> 15)) >>> 0) % below;
  }

  /** True in one of so many cases. */
  one(of: number): boolean {
    return this.int(of) === 0;
  }

  pick<Item>(items: readonly Item[]): Item {
    return items[this.int(items.length)] as Item;
  }

  /** Up to `most` items. */
  list<Item>(most: number, make: () => Item): Item[] {
    return Array.from({ length: this.int(most + 1) }, make);
  }

  bytes(length: number): Uint8Array {
    return Uint8Array.from({ length }, () => this.int(256));
  }

  /** Of the members that are given, each with a chance of one in two. */
  some(makers: Readonly<Record<string, () => unknown>>): Record<string, unknown> {
    const chosen = Object.entries(makers).filter(() => this.one(2));
    return Object.fromEntries(chosen.map(([name, make]) => [name, make()]));
  }
}
