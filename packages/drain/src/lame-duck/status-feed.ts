import type { ClientStatus } from "../connection/connection.js";

/** What a listener may have waiting; a forgotten one must not grow without bound. */
const MOST_WAITING = 1_000;

/** Statuses for any number of listeners; each ends with the feed or by leaving its loop. */
export class StatusFeed {
  readonly #listeners = new Set<StatusListener>();
  #isEnded = false;

  push(status: ClientStatus): void {
    for (const listener of this.#listeners) listener.push(status);
  }

  end(): void {
    this.#isEnded = true;
    for (const listener of this.#listeners) listener.end();
  }

  listen(): AsyncIterable<ClientStatus> {
    const listener = new StatusListener((gone) => this.#listeners.delete(gone));
    if (this.#isEnded) listener.end();
    else this.#listeners.add(listener);
    return listener;
  }
}

class StatusListener implements AsyncIterableIterator<ClientStatus> {
  readonly #waiting: ClientStatus[] = [];
  #isEnded = false;
  #wake: (() => void) | undefined;

  constructor(private readonly onGone: (listener: StatusListener) => void) {}

  push(status: ClientStatus): void {
    if (this.#waiting.length === MOST_WAITING) this.#waiting.shift();
    this.#waiting.push(status);
    this.#wake?.();
  }

  end(): void {
    this.#isEnded = true;
    this.onGone(this);
    this.#wake?.();
  }

  async next(): Promise<IteratorResult<ClientStatus>> {
    for (;;) {
      const value = this.#waiting.shift();
      if (value !== undefined) return { done: false, value };
      if (this.#isEnded) return { done: true, value: undefined };
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
  }

  async return(): Promise<IteratorResult<ClientStatus>> {
    this.#waiting.length = 0;
    this.end();
    return { done: true, value: undefined };
  }

  [Symbol.asyncIterator](): this {
    return this;
  }
}
