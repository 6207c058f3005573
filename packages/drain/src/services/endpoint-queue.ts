import type { LoopSource } from "../tracking/tracked-loop.js";

/** Requests of an endpoint that is read by a loop; unlike the clients' own iterators it ends. */
export class EndpointQueue<M> implements LoopSource<M> {
  readonly #queue: M[] = [];
  #received = 0;
  #isEnded = false;
  #wake = (): void => undefined;

  push(message: M): void {
    this.#received++;
    this.#queue.push(message);
    this.#wake();
  }

  /** Nothing more will come; the loop ends after what is queued. */
  end(): void {
    this.#isEnded = true;
    this.#wake();
  }

  getReceived(): number {
    return this.#received;
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<M, void, undefined> {
    for (;;) {
      for (let next = this.#queue.shift(); next !== undefined; next = this.#queue.shift()) {
        yield next;
      }
      if (this.#isEnded) return;
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
  }
}
