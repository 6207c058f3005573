/** What was started, to be undone in reverse order, each once, even when one of them fails. */
export class Cleanup {
  readonly #undo: (() => Promise<unknown>)[] = [];

  /** Registers how to undo what was just started, and gives it back. */
  add<T>(thing: T, undo: (thing: T) => Promise<unknown>): T {
    this.#undo.push(() => undo(thing));
    return thing;
  }

  /** Undoes everything; the first failure is thrown at the end. */
  async run(): Promise<void> {
    const failures: unknown[] = [];
    for (let undo = this.#undo.pop(); undo !== undefined; undo = this.#undo.pop()) {
      await undo().catch((error: unknown) => failures.push(error));
    }
    if (failures.length > 0) throw failures[0];
  }
}
