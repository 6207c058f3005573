import { setTimeout as delay } from "node:timers/promises";

const LIMIT_MS = 20_000;
const PAUSE_MS = 20;

/** Asks again and again until something holds; fails with what was waited for. */
export async function eventually(what: string, holds: () => Promise<boolean>): Promise<void> {
  const end = Date.now() + LIMIT_MS;
  while (!(await holds())) {
    if (Date.now() > end) throw new Error(`${what} did not happen within ${LIMIT_MS} ms`);
    await delay(PAUSE_MS);
  }
}
