import type { TransportError } from "../transport/transport.js";

/** What waits for the server's answer. */
export interface Pending {
  /** The promise's result; rejects as soon as the signal aborts, or all that waits is failed. */
  wait<T>(promise: Promise<T>, signal: AbortSignal | undefined): Promise<T>;
  /** Rejects everything that waits. */
  fail(error: TransportError): void;
}

/** Keeps what waits, because a flush that is under way when a connection closes never settles in either client. */
export function createPending(): Pending {
  const rejects = new Set<(error: TransportError) => void>();
  return {
    wait<T>(promise: Promise<T>, signal: AbortSignal | undefined) {
      let stop: () => void = () => undefined;
      return new Promise<T>((resolve, reject) => {
        const onAbort = () => reject(signal?.reason);
        rejects.add(reject);
        signal?.addEventListener("abort", onAbort);
        stop = () => {
          rejects.delete(reject);
          signal?.removeEventListener("abort", onAbort);
        };
        promise.then(resolve, reject);
      }).finally(() => stop());
    },
    fail(error) {
      for (const reject of rejects) reject(error);
    },
  };
}
