/** Prints one line a step, with the time since the start, and counts what failed. */
export class Transcript {
  readonly #started = performance.now();
  #steps = 0;
  #failed = 0;

  /** @param explain says in a sentence what an error means */
  constructor(
    private readonly explain: (error: unknown) => string,
    private readonly print: (line: string) => void = console.log,
  ) {}

  /** How many steps failed so far. */
  get failed(): number {
    return this.#failed;
  }

  /** Runs a step and prints what it says it has seen; a step that throws is printed as failed and thrown on. */
  async step<T>(what: string, run: () => Promise<T> | T, seen?: (result: T) => string): Promise<T> {
    this.#steps += 1;
    try {
      const result = await run();
      const detail = seen?.(result);
      this.#line("ok  ", detail === undefined ? what : `${what}: ${detail}`);
      return result;
    } catch (error) {
      this.#failed += 1;
      this.#line("FAIL", `${what}: ${this.explain(error)}`);
      throw error;
    }
  }

  /** The closing line. */
  close(): void {
    this.print(`main job: ${this.#steps} steps, ${this.#failed} failed`);
  }

  #line(mark: string, text: string): void {
    const seconds = ((performance.now() - this.#started) / 1000).toFixed(3).padStart(7);
    this.print(`${seconds}s  ${mark}  ${text}`);
  }
}
