import { DrainError } from "../errors/drain-error.js";
import { hostProcess } from "../platform/process.js";
import { checkTimes } from "../platform/timer.js";
import { unref } from "../platform/unref.js";
import type { Lifecycle } from "./lifecycle.js";
import { OtherHandlers } from "./other-handlers.js";
import type { ShutdownReport } from "./report.js";

/** A signal that asks a process to leave. */
export type ShutdownSignal = "SIGTERM" | "SIGINT" | "SIGQUIT";

/** The part of `process` that is used. */
export interface SignalSource {
  exitCode?: number | string | null | undefined;
  on(signal: ShutdownSignal, listener: () => void): unknown;
  off(signal: ShutdownSignal, listener: () => void): unknown;
  listeners(signal: ShutdownSignal): readonly unknown[];
  exit(code?: number): never;
}

/** Options of {@link onSignals}. */
export interface OnSignalsOptions {
  /** Which signals. @default SIGTERM, SIGINT and SIGQUIT */
  readonly signals?: readonly ShutdownSignal[] | undefined;
  /**
   * What another signal does while the shutdown runs. The same signal within 300 ms of the first counts as the first:
   * under npm, one Ctrl-C comes twice. A framework that removes its handler and raises the signal
   * again once it has finished, as Nest does, is recognised and forces nothing; `ignore` is for those that raise it
   * again without.
   *
   * @default "force"
   */
  readonly secondSignal?: "force" | "ignore" | undefined;
  /**
   * Milliseconds, after everything has left, for the process to end by itself; what keeps it alive longer is ended by
   * `process.exit`. Others that still handle the signal have, before that, what is left of the lifecycle's deadline.
   *
   * @default 1_000
   */
  readonly exitMs?: number | undefined;
  /** Told of the end, before the process ends. */
  readonly onReport?: ((report: ShutdownReport) => void) | undefined;
  /** Where signals come from. @default process */
  readonly process?: SignalSource | undefined;
}

/** A launcher passes on what the terminal has sent to all of its processes: npm did so 2 ms later. */
const echoMs = 300;

const numbers: Record<ShutdownSignal, number> = { SIGINT: 2, SIGQUIT: 3, SIGTERM: 15 };

/**
 * Shuts `lifecycle` down on the first signal, forces it on the second, and sets the exit code: 0
 * when everything left properly, 1 when something was left behind, 128 + the signal's number when
 * it was forced. The handlers of others stay untouched, are waited for, and keep a worse exit code.
 *
 * @param lifecycle - What the process is made of.
 * @param options - Which signals, and what a second one does.
 * @returns a function that stops listening.
 * @throws {@link DrainError} `ERR_OPTION` where there is no process, as in a browser, or if `exitMs` is out of its range.
 * @example
 * ```ts
 * onSignals(lifecycle, { onReport: (report) => logger.info(report, "left") });
 * ```
 */
export function onSignals(lifecycle: Lifecycle, options: OnSignalsOptions = {}): () => void {
  const {
    signals = ["SIGTERM", "SIGINT", "SIGQUIT"],
    secondSignal = "force",
    exitMs = 1_000,
    onReport,
    process = hostProcess<SignalSource>(),
  } = options;
  if (process === undefined) {
    const message =
      "there is no process here whose signals could be heard: give one, or call lifecycle.shutdown()";
    throw new DrainError("ERR_OPTION", message);
  }
  checkTimes({ exitMs });
  let state: "running" | "leaving" | "left" = "running";
  let first: { readonly signal: ShutdownSignal; readonly at: number } | undefined;
  let others: OtherHandlers | undefined;
  let forcedBy: ShutdownSignal | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;

  const exitAfter = (ms: number): void => {
    clearTimeout(timer);
    timer = setTimeout(() => process.exit(), ms);
    // It must not keep a process alive that would end by itself.
    unref(timer);
  };
  const leave = async (signal: ShutdownSignal, listener: () => void): Promise<void> => {
    const shutdown = lifecycle.shutdown(signal);
    // Later by a tick: handlers for one time remove themselves while the signal is delivered.
    await Promise.resolve();
    others = new OtherHandlers(() => process.listeners(signal), listener);
    const report = await shutdown;
    state = "left";
    const code = forcedBy === undefined ? report.exitCode : 128 + numbers[forcedBy];
    if (code !== 0) process.exitCode = code;
    process.exitCode ??= 0;
    const waitsForOthers = forcedBy === undefined && others.remain;
    const leftMs = waitsForOthers ? lifecycle.deadlineMs - report.totalMs : 0;
    exitAfter(Math.max(exitMs, leftMs));
    onReport?.(report);
  };
  const again = (signal: ShutdownSignal): void => {
    if (others?.haveLeft()) {
      if (state === "left" && !others.remain) exitAfter(exitMs);
      return;
    }
    const isEcho = signal === first?.signal && performance.now() - first.at < echoMs;
    if (isEcho || secondSignal === "ignore") return;
    forcedBy ??= signal;
    lifecycle.force();
    if (state === "left") process.exit(128 + numbers[forcedBy]);
  };
  const listeners = signals.map((signal) => {
    const listener = (): void => {
      if (state === "running") {
        state = "leaving";
        first = { signal, at: performance.now() };
        void leave(signal, listener);
      } else {
        again(signal);
      }
    };
    process.on(signal, listener);
    return { signal, listener };
  });
  return () => {
    for (const { signal, listener } of listeners) process.off(signal, listener);
  };
}
