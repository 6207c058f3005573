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
export function statuses(connection: Connection): AsyncGenerator<Status, void, undefined> {
  const source = connection.status()[Symbol.asyncIterator]();
  const queue: Status[] = [];
  let wake = (): void => undefined;
  const push = (status: Status): void => {
    queue.push(status);
    wake();
  };
  const pump = async (): Promise<void> => {
    for (let next = await source.next(); !next.done; next = await source.next()) {
      const status = normaliseStatus(next.value);
      // The client's own `close` comes before the connection has closed and without the reason.
      if (status.type !== "close") push(status);
    }
  };
  pump().catch((error: unknown) => {
    push({ type: "error", error: error instanceof Error ? error : new Error(String(error)) });
  });
  connection.closed().then(
    (error) => push(error instanceof Error ? { type: "close", error } : { type: "close" }),
    (error: unknown) => push({ type: "close", error: error as Error }),
  );
  return (async function* () {
    try {
      for (;;) {
        for (let status = queue.shift(); status !== undefined; status = queue.shift()) {
          yield status;
          if (status.type === "close") return;
        }
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      }
    } finally {
      // Not awaited: the 2.x generator waits for an event that a closed connection never sends.
      source.return?.().catch(() => undefined);
    }
  })();
}
