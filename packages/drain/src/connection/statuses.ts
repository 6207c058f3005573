import type { Connection } from "./connection.js";
import { normaliseStatus, type Status } from "./status.js";

/**
 * What happens to `connection` from now on, until it has closed.
 *
 * Unlike the clients' own iterators it always ends: its last element is `close`, with the error
 * that closed the connection, if there was one. Leave the loop by `break` to stop listening.
 *
 * @param connection - Either client's connection, or a tracked one.
 * @example
 * ```ts
 * for await (const status of statuses(connection)) {
 *   if (status.type === "ldm") console.log(`${status.server} is going away`);
 * }
 * ```
 */
export function statuses(connection: Connection): AsyncIterableIterator<Status, void> {
  const queue = new StatusQueue();
  const source = connection.status()[Symbol.asyncIterator]();
  const pump = async (): Promise<void> => {
    for (let next = await source.next(); !next.done; next = await source.next()) {
      if (queue.isEnded) break;
      const status = normaliseStatus(next.value);
      // The client's own `close` comes before the connection has closed and without the reason.
      if (status.type !== "close") queue.push(status);
    }
    await source.return?.();
  };
  pump().catch((error: unknown) => queue.push({ type: "error", error: asError(error) }));
  connection.closed().then(
    (error) => queue.end(error instanceof Error ? { type: "close", error } : { type: "close" }),
    (error: unknown) => queue.end({ type: "close", error: asError(error) }),
  );
  return queue;
}

/** Not a generator: `return()` of one that waits for an event has no effect before that event. */
class StatusQueue implements AsyncIterableIterator<Status, void> {
  isEnded = false;
  readonly #statuses: Status[] = [];
  #wake = (): void => undefined;

  push(status: Status): void {
    if (this.isEnded) return;
    this.#statuses.push(status);
    this.#wake();
  }

  end(last: Status): void {
    this.push(last);
    this.isEnded = true;
  }

  async next(): Promise<IteratorResult<Status, void>> {
    for (;;) {
      const value = this.#statuses.shift();
      if (value !== undefined) return { done: false, value };
      if (this.isEnded) return { done: true, value: undefined };
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
  }

  async return(): Promise<IteratorResult<Status, void>> {
    this.isEnded = true;
    this.#statuses.length = 0;
    this.#wake();
    return { done: true, value: undefined };
  }

  [Symbol.asyncIterator](): this {
    return this;
  }
}

const asError = (error: unknown): Error =>
  error instanceof Error ? error : new Error(String(error));
