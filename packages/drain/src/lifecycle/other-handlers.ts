/**
 * The handlers of a signal that are not ours. One that goes away after the signal has come is a framework that has
 * finished its own shutdown, such as Nest, and about to raise the signal again.
 */
export class OtherHandlers {
  readonly #remaining: Set<unknown>;
  readonly #registered: () => readonly unknown[];

  /** @param registered - the handlers at this moment, ours among them. */
  constructor(registered: () => readonly unknown[], ours: unknown) {
    this.#registered = registered;
    this.#remaining = new Set(registered());
    this.#remaining.delete(ours);
  }

  /** Whether one of them is still there, and so may still be at work. */
  get remain(): boolean {
    this.haveLeft();
    return this.#remaining.size > 0;
  }

  /** Whether one of them has gone since the last look. */
  haveLeft(): boolean {
    const before = this.#remaining.size;
    const registered = this.#registered();
    for (const handler of this.#remaining) {
      if (!registered.includes(handler)) this.#remaining.delete(handler);
    }
    return this.#remaining.size < before;
  }
}
