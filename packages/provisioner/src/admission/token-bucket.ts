/** How many events are let through: `burst` at once, and `perMinute` in the long run. */
export interface Rate {
  /** Most at once, from 1. */
  readonly burst: number;
  /** Refill, in events a minute. */
  readonly perMinute: number;
}

/** A token in the bucket's own unit, in which a millisecond refills a whole number: floating point would drift. */
const token = 60_000;

/** A bucket of tokens that refills steadily; each event takes one. */
export class TokenBucket {
  #level: number;
  #updatedMs: number;

  constructor(
    private readonly rate: Rate,
    nowMs: number,
  ) {
    this.#level = rate.burst * token;
    this.#updatedMs = nowMs;
  }

  /** Time until there is a token, in milliseconds; 0 is now. */
  waitMs(nowMs: number): number {
    this.#refill(nowMs);
    return Math.max(0, Math.ceil((token - this.#level) / this.rate.perMinute));
  }

  /** Takes a token; may only be called when {@link waitMs} is 0. */
  take(): void {
    this.#level -= token;
  }

  /** Puts a token back whose event did not count. */
  giveBack(): void {
    this.#level = Math.min(this.rate.burst * token, this.#level + token);
  }

  /** Whether it has refilled whole, so that a fresh bucket would be the same. */
  isFull(nowMs: number): boolean {
    this.#refill(nowMs);
    return this.#level >= this.rate.burst * token;
  }

  /** A clock that goes back refills nothing, and takes nothing away. */
  #refill(nowMs: number): void {
    const elapsedMs = Math.max(0, nowMs - this.#updatedMs);
    this.#updatedMs = nowMs;
    const refilled = this.#level + elapsedMs * this.rate.perMinute;
    this.#level = Math.min(this.rate.burst * token, refilled);
  }
}
