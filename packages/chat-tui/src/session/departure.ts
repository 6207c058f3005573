/** How a person leaves: properly the first time they ask, at once the second time. */
export interface Departure {
  ask(): void;
  /** Ends everything because of an error. */
  fail(error: unknown): void;
  /** Settles when they are gone. */
  readonly done: Promise<void>;
}

/**
 * Makes a departure.
 *
 * @param onQuit runs once; its signal aborts when the person asks again
 */
export function createDeparture(
  onQuit: (options: { signal: AbortSignal }) => void | Promise<void>,
): Departure {
  const again = new AbortController();
  let asked = false;
  let resolve: () => void = () => {};
  let reject: (error: unknown) => void = () => {};
  const done = new Promise<void>((yes, no) => {
    resolve = yes;
    reject = no;
  });
  return {
    ask() {
      if (asked) {
        again.abort();
        resolve();
        return;
      }
      asked = true;
      Promise.resolve({ signal: again.signal }).then(onQuit).then(resolve, reject);
    },
    fail: (error) => reject(error),
    done,
  };
}
