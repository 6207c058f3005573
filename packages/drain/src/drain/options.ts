import { DrainError } from "../errors/drain-error.js";
import { checkTimes } from "../platform/timer.js";
import type { DrainEvent } from "./events.js";

/**
 * Options of `drain`. All times are parts of `deadlineMs`, and at most 2_147_483_647 (24 days). Once it is up, handing
 * back, flush and close may still take 250 ms each.
 */
export interface DrainOptions {
  /**
   * Milliseconds for the whole drain. Keep it below the time after which the process is killed.
   *
   * @default 25_000
   */
  readonly deadlineMs?: number | undefined;
  /**
   * Milliseconds, of the time for handlers, between asking them to stop by their signal and giving
   * them up.
   *
   * @default 1_000, at most a quarter of the deadline
   */
  readonly abortMs?: number | undefined;
  /**
   * Milliseconds to wait for the server's answer, once when intake stops and once when all is sent.
   *
   * @default 2_000, at most a quarter of the deadline
   */
  readonly flushMs?: number | undefined;
  /**
   * What to do when the connection is down after the handlers have ended: wait this many
   * milliseconds for the client to reconnect, or close now. Either way it ends closed.
   *
   * @default { waitMs: 5_000 }, at most half of the deadline
   */
  readonly whenDisconnected?: "close" | { readonly waitMs: number } | undefined;
  /** Told of each step as it begins and ends; what it throws is ignored. */
  readonly onEvent?: ((event: DrainEvent) => void) | undefined;
  /** Firing it forces the end: no more waiting, what is left is handed back, and it closes. */
  readonly signal?: AbortSignal | undefined;
}

/** The options with their defaults, checked. */
export interface DrainPlan {
  readonly deadlineMs: number;
  readonly abortMs: number;
  readonly flushMs: number;
  readonly reconnectMs: number;
}

export function planDrain(options: DrainOptions): DrainPlan {
  const { deadlineMs = 25_000, whenDisconnected = { waitMs: Math.min(5_000, deadlineMs / 2) } } =
    options;
  const quarterMs = deadlineMs / 4;
  const plan = {
    deadlineMs,
    abortMs: options.abortMs ?? Math.min(1_000, quarterMs),
    flushMs: options.flushMs ?? Math.min(2_000, quarterMs),
    reconnectMs: whenDisconnected === "close" ? 0 : whenDisconnected.waitMs,
  };
  const { reconnectMs, ...named } = plan;
  checkTimes({ ...named, "whenDisconnected.waitMs": reconnectMs });
  if (plan.flushMs + plan.abortMs > deadlineMs) {
    throw new DrainError(
      "ERR_OPTION",
      `flushMs (${plan.flushMs}) and abortMs (${plan.abortMs}) are parts of deadlineMs (${deadlineMs}) and exceed it: raise the deadline or lower them`,
    );
  }
  return plan;
}
