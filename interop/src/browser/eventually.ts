import { setTimeout as delay } from "node:timers/promises";
import { patienceMs } from "./page/patience.js";

const PAUSE_MS = 20;

/** Asks again and again until something holds; fails with what was waited for. */
export async function eventually(what: string, holds: () => Promise<boolean>): Promise<void> {
  const end = Date.now() + patienceMs;
  while (!(await holds())) {
    if (Date.now() > end) throw new Error(`${what} did not happen within ${patienceMs} ms`);
    await delay(PAUSE_MS);
  }
}
