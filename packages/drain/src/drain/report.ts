/** Steps of a drain, in their order. */
export type PhaseName = "intake" | "handlers" | "handBack" | "reconnect" | "flush" | "close";

/** How one step of a drain went. */
export interface Phase {
  readonly name: PhaseName;
  /** `skipped`: there was nothing to do, or no way to do it. `cut`: the drain was forced. */
  readonly outcome: "done" | "timeout" | "failed" | "cut" | "skipped";
  /** Milliseconds that it took. */
  readonly ms: number;
  /** Why it failed. */
  readonly error?: unknown;
}

/** What became of every message. `received = finished + handedBack + abandoned`. */
export interface DrainReport {
  /**
   * `clean`: everything was worked off and the server has it. `incomplete`: something was not, see
   * the counts. `forced`: the caller's signal cut it short.
   */
  readonly outcome: "clean" | "incomplete" | "forced";
  /** Messages that arrived, since the connection is tracked. */
  readonly received: number;
  /** Messages whose handler ended, well or not. */
  readonly finished: number;
  /** Messages whose handler failed; they are among the finished ones. */
  readonly failed: number;
  /** Messages answered with an error, or returned to the server, because there was no time left. */
  readonly handedBack: number;
  /** Messages left without an answer: their handler still ran, or never began. */
  readonly abandoned: number;
  /** At most this many sent messages may not have reached the server. */
  readonly unflushed: number;
  /** Requests of this process that were still without an answer when the connection closed. */
  readonly openRequests: number;
  /** Answers that came too late to reach anybody, up to the end of the drain. */
  readonly late: number;
  /** The first failures of handlers, 20 at most. */
  readonly failures: readonly { readonly subject: string; readonly error: unknown }[];
  /** Each step with its time. */
  readonly phases: readonly Phase[];
  /** Milliseconds from the call to the end. */
  readonly totalMs: number;
  /** For `process.exitCode`: 0 when the outcome is `clean`, else 1. */
  readonly exitCode: 0 | 1;
}
