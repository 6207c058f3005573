import type { WorkQueue } from "../admission/work-queue.js";
import type { Refusal } from "../protocol/refusal.js";
import type { Decision } from "./provision.js";

/** The server lets a reply pass for five seconds; what can't be decided by then is refused before. */
const answerWithinMs = 4_000;

const busy: Decision = {
  refusal: { code: "ERR_BUSY", message: "too many requests wait; try again", retryAfterMs: 1_000 },
};

/** Says nothing of the reason, which may tell of the signer or the registry. */
const unavailable: Refusal = {
  code: "ERR_UNAVAILABLE",
  message: "credentials can't be issued at present; try again",
  retryAfterMs: 1_000,
};

/**
 * Decides through a queue and always comes to a decision: a queue that is full, a decision that fails, and one that
 * takes too long end as refusals. A signer that hangs does not keep its place in the queue.
 */
export function decideInTime(work: WorkQueue, decide: () => Promise<Decision>): Promise<Decision> {
  const receivedMs = performance.now();
  const decided = work.run(async () => {
    // Whoever waited so long has been refused already, and must not be left with a name or a spent quota.
    if (performance.now() - receivedMs >= answerWithinMs) return { refusal: unavailable };
    return withinTime(decide());
  });
  return decided === undefined ? Promise.resolve(busy) : withinTime(decided);
}

async function withinTime(decision: Promise<Decision>): Promise<Decision> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<Decision>((resolve) => {
    const cause = new Error(`no decision within ${answerWithinMs} ms`);
    timer = setTimeout(() => resolve({ refusal: unavailable, cause }), answerWithinMs);
  });
  try {
    return await Promise.race([decision, late]);
  } catch (cause) {
    return { refusal: unavailable, cause };
  } finally {
    clearTimeout(timer);
  }
}
