/** Remembers proofs that were used, for as long as they would be accepted. */
export class ReplayGuard {
  readonly #used = new Map<string, number>();

  constructor(
    /** Most proofs in memory. */
    private readonly capacity: number,
  ) {}

  /** Number of proofs in memory. */
  get size(): number {
    return this.#used.size;
  }

  /**
   * Marks a proof as used.
   *
   * @returns `full` when it can't be remembered: it must be refused then, since it could come again
   */
  use(proof: string, expiresMs: number, nowMs: number): "fresh" | "replayed" | "full" {
    this.#dropExpired(nowMs);
    if (this.#used.has(proof)) return "replayed";
    if (this.#used.size >= this.capacity) return "full";
    this.#used.set(proof, expiresMs);
    return "fresh";
  }

  /** Whether a proof was used. */
  has(proof: string): boolean {
    return this.#used.has(proof);
  }

  /** Takes back the use of a proof that had no effect. */
  forget(proof: string): void {
    this.#used.delete(proof);
  }

  /** Entries stand in the order of use, which is nearly that of expiry: stopping early only keeps some longer. */
  #dropExpired(nowMs: number): void {
    for (const [proof, expiresMs] of this.#used) {
      if (expiresMs > nowMs) return;
      this.#used.delete(proof);
    }
  }
}
