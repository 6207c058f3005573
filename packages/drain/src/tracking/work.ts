/** Which messages of one intake are being worked on; the bookkeeping that everything waits on. */
export class Work<M extends object> {
  received = 0;
  finished = 0;
  failed = 0;
  handedBack = 0;
  readonly running = new Set<M>();
  #waiting: (() => void)[] = [];

  begin(message: M): void {
    this.running.add(message);
  }

  /** A message that was handed back is neither finished nor failed, even if its handler ends later. */
  end(message: M): void {
    if (!this.running.delete(message)) return;
    this.finished++;
    this.changed();
  }

  takeBack(message: M): boolean {
    if (!this.running.delete(message)) return false;
    this.handedBack++;
    return true;
  }

  changed(): void {
    if (this.#waiting.length === 0) return;
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const wake of waiting) wake();
  }

  /** Resolves as soon as `isIdle` holds; asked again after every change. */
  async until(isIdle: () => boolean): Promise<void> {
    while (!isIdle()) await new Promise<void>((resolve) => this.#waiting.push(resolve));
  }
}
