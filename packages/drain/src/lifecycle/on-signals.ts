import { DrainError } from "../errors/drain-error.js";
import { hostProcess } from "../platform/process.js";
import { unref } from "../platform/unref.js";
import type { Lifecycle } from "./lifecycle.js";
import type { ShutdownReport } from "./report.js";

/** A signal that asks a process to leave. */
export type ShutdownSignal = "SIGTERM" | "SIGINT" | "SIGQUIT";

/** The part of `process` that is used. */
export interface SignalSource {
  exitCode?: number | string | null | undefined;
  on(signal: ShutdownSignal, listener: () => void): unknown;
  off(signal: ShutdownSignal, listener: () => void): unknown;
  exit(code?: number): never;
}

/** Options of {@link onSignals}. */
export interface OnSignalsOptions {
  /** Which signals. @default SIGTERM, SIGINT and SIGQUIT */
  readonly signals?: readonly ShutdownSignal[] | undefined;
  /**
   * What another signal does while the shutdown runs. `ignore` is for processes that signal
   * themselves again when their own hooks are done, as Nest does.
   *
   * @default "force"
   */
  readonly secondSignal?: "force" | "ignore" | undefined;
  /**
   * Milliseconds, after everything has left, for the process to end by itself; what keeps it alive
   * longer is ended by `process.exit`.
   *
   * @default 1_000
   */
  readonly exitMs?: number | undefined;
  /** Told of the end, before the process ends. */
  readonly onReport?: ((report: ShutdownReport) => void) | undefined;
  /** Where signals come from. @default process */
  readonly process?: SignalSource | undefined;
}

const numbers: Record<ShutdownSignal, number> = { SIGINT: 2, SIGQUIT: 3, SIGTERM: 15 };

/**
 * Shuts `lifecycle` down on the first signal, forces it on the second, and sets the exit code: 0
 * when everything left properly, 1 when something was left behind, 128 + the signal's number when
 * it was forced. The handlers of others stay untouched.
 *
 * @param lifecycle - What the process is made of.
 * @param options - Which signals, and what a second one does.
 * @returns a function that stops listening.
 * @throws {@link DrainError} `ERR_OPTION` where there is no process, as in a browser.
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
  let forcedBy: ShutdownSignal | undefined;
  let hasBegun = false;
  const leave = async (signal: ShutdownSignal): Promise<void> => {
    const report = await lifecycle.shutdown(signal);
    const code = forcedBy === undefined ? report.exitCode : 128 + numbers[forcedBy];
    process.exitCode = code;
    // Unreferenced: it must not keep a process alive that would end by itself.
    unref(setTimeout(() => process.exit(code), exitMs));
    onReport?.(report);
  };
  const listeners = signals.map((signal) => {
    const listener = (): void => {
      if (!hasBegun) {
        hasBegun = true;
        void leave(signal);
      } else if (secondSignal === "force") {
        forcedBy ??= signal;
        lifecycle.force();
      }
    };
    process.on(signal, listener);
    return { signal, listener };
  });
  return () => {
    for (const { signal, listener } of listeners) process.off(signal, listener);
  };
}
