/** A repeated task that can be ended without cutting a run short. */
export class Interval {
  readonly #timer: ReturnType<typeof setInterval>;
  #running: Promise<void> | undefined;

  /** @param fail - told what a run threw; the next run happens anyway. */
  constructor(task: () => void | Promise<void>, everyMs: number, fail: (error: unknown) => void) {
    const run = async (): Promise<void> => {
      try {
        await task();
      } catch (error) {
        fail(error);
      } finally {
        this.#running = undefined;
      }
    };
    this.#timer = setInterval(() => {
      // A run that takes longer than the interval is not overtaken by the next.
      this.#running ??= run();
    }, everyMs);
  }

  /** No more runs; resolves when the one that runs has ended. */
  async stop(): Promise<void> {
    clearInterval(this.#timer);
    await this.#running;
  }
}
