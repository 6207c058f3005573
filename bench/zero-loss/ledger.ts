/** What became of numbered messages; the number is written down before sending and again after the answer. */
export class Ledger {
  #answers = new Uint8Array(1 << 16);
  #sent = 0;
  #reasons = new Map<string, number>();

  /** A new number, noted as sent. */
  send(): number {
    const id = this.#sent;
    this.#sent += 1;
    if (this.#sent > this.#answers.length) {
      const larger = new Uint8Array(this.#answers.length * 2);
      larger.set(this.#answers);
      this.#answers = larger;
    }
    return id;
  }

  /** The answer to `id` has come. */
  answer(id: number): void {
    const count = this.#answers[id] ?? 0;
    if (id < this.#sent && count < 255) this.#answers[id] = count + 1;
  }

  /** No answer came, and why; only for the reader, the tally counts what was not answered. */
  fail(error: unknown): void {
    const reason = error instanceof Error ? `${error.name} ${error.message}` : String(error);
    this.#reasons.set(reason, (this.#reasons.get(reason) ?? 0) + 1);
  }

  tally(): Tally {
    let answered = 0;
    let repeated = 0;
    for (let id = 0; id < this.#sent; id += 1) {
      const count = this.#answers[id] ?? 0;
      if (count > 0) answered += 1;
      if (count > 1) repeated += 1;
    }
    return {
      sent: this.#sent,
      answered,
      lost: this.#sent - answered,
      repeated,
      reasons: Object.fromEntries(this.#reasons),
    };
  }
}

/** The sum of a ledger. */
export interface Tally {
  readonly sent: number;
  readonly answered: number;
  /** Sent and not answered. */
  readonly lost: number;
  /** Answered, or worked off, more than once. */
  readonly repeated: number;
  /** Errors with their number. */
  readonly reasons: Readonly<Record<string, number>>;
}
