const POOL_LENGTH = 1024;

/** Hands out random bytes from a pool: one system call for many keys. What was handed out is wiped from the pool. */
export function randomPool(fill: (bytes: Uint8Array) => unknown): (length: number) => Uint8Array {
  const pool = new Uint8Array(POOL_LENGTH);
  let at = POOL_LENGTH;
  return (length) => {
    if (length > POOL_LENGTH) throw new RangeError(`at most ${POOL_LENGTH} random bytes at once`);
    if (at + length > POOL_LENGTH) {
      fill(pool);
      at = 0;
    }
    const bytes = pool.slice(at, at + length);
    pool.fill(0, at, at + length);
    at += length;
    return bytes;
  };
}
