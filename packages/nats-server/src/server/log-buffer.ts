import { NatsServerError } from "../errors.js";

/** The last part of a server's log, bounded so that a chatty server can't fill the memory. */
export class LogBuffer {
  #text = "";
  #dropped = 0;
  readonly #listeners = new Set<() => void>();

  constructor(private readonly maxChars = 256 * 1024) {}

  append(chunk: string): void {
    this.#text += chunk;
    // Cutting at twice the limit keeps the cost of a long log linear.
    if (this.#text.length > 2 * this.maxChars) {
      const cut = this.#text.length - this.maxChars;
      this.#text = this.#text.slice(cut);
      this.#dropped += cut;
    }
    for (const listener of this.#listeners) listener();
  }

  /** Everything kept. */
  toString(): string {
    return this.#text;
  }

  /** A position to read from later, see {@link since}. */
  get position(): number {
    return this.#dropped + this.#text.length;
  }

  /** What was logged after `position`, as far as it is kept. */
  since(position: number): string {
    return this.#text.slice(Math.max(0, position - this.#dropped));
  }

  /** Calls `listener` after each chunk until the returned function is called. */
  onAppend(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }
}

/** Resolves when something logged after `position` matches. */
export function waitForLog(
  log: LogBuffer,
  position: number,
  pattern: RegExp,
  timeoutMs: number,
): Promise<void> {
  return new Promise((resolve, reject) => {
    const look = () => {
      if (!pattern.test(log.since(position))) return;
      clearTimeout(timer);
      stop();
      resolve();
    };
    const timer = setTimeout(() => {
      stop();
      reject(
        new NatsServerError(
          "ERR_NOT_READY",
          `nats-server didn't log ${pattern} within ${timeoutMs} ms`,
        ),
      );
    }, timeoutMs);
    const stop = log.onAppend(look);
    look();
  });
}
