import { type Rate, TokenBucket } from "./token-bucket.js";

/** How many credentials are issued. */
export interface QuotaOptions {
  /** For one key. @default { burst: 5, perMinute: 5 } */
  readonly perKey?: Rate | undefined;
  /** For all keys together. @default { burst: 100, perMinute: 600 } */
  readonly global?: Rate | undefined;
}

/** Counts what is issued to whom. Its memory is bounded by the global rate: a key is remembered until its bucket is full. */
export class Quota {
  readonly #perKey: Rate;
  readonly #global: TokenBucket;
  readonly #keys = new Map<string, TokenBucket>();
  #sweptMs: number;

  constructor(options: QuotaOptions, nowMs: number) {
    const { perKey = { burst: 5, perMinute: 5 }, global = { burst: 100, perMinute: 600 } } =
      options;
    for (const { burst, perMinute } of [perKey, global]) {
      if (!(burst >= 1 && perMinute > 0))
        throw new TypeError("a rate needs burst >= 1, perMinute > 0");
    }
    this.#perKey = perKey;
    this.#global = new TokenBucket(global, nowMs);
    this.#sweptMs = nowMs;
  }

  /** Number of keys in memory. */
  get size(): number {
    return this.#keys.size;
  }

  /** Takes one from both buckets and gives 0, or takes nothing and gives the time to wait in milliseconds. */
  take(key: string, nowMs: number): number {
    this.#sweep(nowMs);
    const known = this.#keys.get(key);
    const waitMs = Math.max(known?.waitMs(nowMs) ?? 0, this.#global.waitMs(nowMs));
    if (waitMs > 0) return waitMs;
    const bucket = known ?? new TokenBucket(this.#perKey, nowMs);
    bucket.take();
    this.#global.take();
    this.#keys.set(key, bucket);
    return 0;
  }

  /** Gives back what {@link take} took, for a request that did not count. */
  giveBack(key: string, nowMs: number): void {
    this.#global.giveBack();
    const bucket = this.#keys.get(key);
    bucket?.giveBack();
    if (bucket?.isFull(nowMs)) this.#keys.delete(key);
  }

  #sweep(nowMs: number): void {
    if (nowMs - this.#sweptMs < 60_000) return;
    this.#sweptMs = nowMs;
    for (const [key, bucket] of this.#keys) {
      if (bucket.isFull(nowMs)) this.#keys.delete(key);
    }
  }
}
