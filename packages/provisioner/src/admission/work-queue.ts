/** Runs jobs a few at a time, and lets only so many wait. */
export class WorkQueue {
  #running = 0;
  readonly #waiting: (() => void)[] = [];

  constructor(
    private readonly limits: {
      /** Most jobs at once. */
      readonly concurrency: number;
      /** Most jobs that wait. */
      readonly backlog: number;
    },
  ) {}

  /** Runs a job, at once or after others; undefined when too many wait already. */
  run<T>(job: () => Promise<T>): Promise<T> | undefined {
    const { concurrency, backlog } = this.limits;
    if (this.#running < concurrency) {
      this.#running += 1;
      return this.#finish(job);
    }
    if (this.#waiting.length >= backlog) return undefined;
    // The slot of a finished job goes to the next one without being free in between.
    return new Promise<void>((start) => this.#waiting.push(start)).then(() => this.#finish(job));
  }

  async #finish<T>(job: () => Promise<T>): Promise<T> {
    try {
      return await job();
    } finally {
      const next = this.#waiting.shift();
      if (next) next();
      else this.#running -= 1;
    }
  }
}
