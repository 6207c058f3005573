import type { Message } from "../connection/message.js";

/** The messages of several connections as one loop; each counts as being worked on until the loop asks for the next. */
export class MessageLoop implements AsyncIterableIterator<Message> {
  readonly #queue: { message: Message; done: () => void }[] = [];
  #current: (() => void) | undefined;
  #wake: (() => void) | undefined;
  #isEnded = false;
  #error: Error | undefined;

  constructor(private readonly onReturn: () => void) {}

  /** Messages that wait for the loop. */
  get pending(): number {
    return this.#queue.length;
  }

  /** Resolves when the loop has worked the message off. */
  push(message: Message): Promise<void> {
    return new Promise((done) => {
      this.#queue.push({ message, done });
      this.#wake?.();
    });
  }

  /** Ends the loop with an error. */
  fail(error: Error): void {
    this.#error = error;
    this.end();
  }

  /** Ends the loop once it has received what is waiting. */
  end(): void {
    this.#isEnded = true;
    this.#wake?.();
  }

  async next(): Promise<IteratorResult<Message>> {
    this.#finish();
    for (;;) {
      const next = this.#queue.shift();
      if (next !== undefined) {
        this.#current = next.done;
        return { done: false, value: next.message };
      }
      if (this.#error !== undefined) throw this.#error;
      if (this.#isEnded) return { done: true, value: undefined };
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
  }

  async return(): Promise<IteratorResult<Message>> {
    this.#finish();
    this.#isEnded = true;
    for (const { done } of this.#queue.splice(0)) done();
    this.onReturn();
    return { done: true, value: undefined };
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  #finish(): void {
    this.#current?.();
    this.#current = undefined;
  }
}
