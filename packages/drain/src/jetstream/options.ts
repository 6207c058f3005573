import { DrainError } from "../errors/drain-error.js";
import { checkTimes } from "../platform/timer.js";

/** Options of `consume`. */
export interface ConsumeOptions {
  /** What to call it in reports. @default "jetstream" */
  readonly name?: string | undefined;
  /** Handlers that may run at once. @default 1 */
  readonly concurrency?: number | undefined;
  /**
   * What happens, when leaving, to messages that were fetched and can't be worked off: `nak` has
   * the server deliver them to somebody else at once, `leave` after the consumer's `ack_wait`.
   * Either way the delivery counts against the consumer's `max_deliver`.
   *
   * @default "nak"
   */
  readonly whenLeaving?: "nak" | "leave" | undefined;
  /**
   * Milliseconds between the `working()` that is sent for each running handler; keep it below the
   * consumer's `ack_wait` (30 s unless set). 0 sends none.
   *
   * @default 10_000
   */
  readonly workingMs?: number | undefined;
  /** Milliseconds before a message whose handler failed is delivered again. @default 1_000 */
  readonly retryDelayMs?: number | undefined;
  /**
   * When to wait for the server to confirm an acknowledgement: `draining` for those that end while
   * the connection drains, `always` for each.
   *
   * @default "draining"
   */
  readonly confirm?: "draining" | "always" | undefined;
}

/** The options with their defaults, checked. */
export type ConsumePlan = {
  readonly [K in keyof ConsumeOptions]-?: NonNullable<ConsumeOptions[K]>;
};

export function planConsume(options: ConsumeOptions): ConsumePlan {
  const plan = {
    name: options.name ?? "jetstream",
    concurrency: options.concurrency ?? 1,
    whenLeaving: options.whenLeaving ?? "nak",
    workingMs: options.workingMs ?? 10_000,
    retryDelayMs: options.retryDelayMs ?? 1_000,
    confirm: options.confirm ?? "draining",
  };
  if (!Number.isSafeInteger(plan.concurrency) || plan.concurrency < 1) {
    throw new DrainError(
      "ERR_OPTION",
      `concurrency is a number from 1 up, not ${plan.concurrency}`,
    );
  }
  checkTimes({ workingMs: plan.workingMs, retryDelayMs: plan.retryDelayMs });
  return plan;
}
