import type { DrainReport } from "../drain/report.js";

/**
 * The order in which a process leaves.
 *
 * - `intake`: HTTP servers and timers take nothing more in and finish what they have.
 * - `connections`: NATS connections drain.
 * - `cleanup`: what the handlers needed goes away: databases, files.
 */
export type ShutdownPhase = "intake" | "connections" | "cleanup";

/** How one thing left. */
export interface ShutdownStep {
  readonly phase: ShutdownPhase;
  /** What it is called. */
  readonly name: string;
  /** `cut`: the shutdown was forced. */
  readonly outcome: "done" | "timeout" | "failed" | "cut";
  /** Milliseconds that it took. */
  readonly ms: number;
  /** Why it failed. */
  readonly error?: unknown;
  /** What became of a connection's messages. */
  readonly drain?: DrainReport;
}

/** How the process left. */
export interface ShutdownReport {
  /** Why it did: a signal's name, or what the caller said. */
  readonly reason: string;
  readonly steps: readonly ShutdownStep[];
  /** Milliseconds from the beginning to the end. */
  readonly totalMs: number;
  /** Whether it was forced. */
  readonly forced: boolean;
  /** 0 when everything left properly, else 1. */
  readonly exitCode: 0 | 1;
}

/** Progress of a shutdown. */
export type ShutdownEvent =
  /** Readiness is off; the shutdown has begun. */
  | { readonly type: "notReady"; readonly reason: string; readonly deadlineMs: number }
  /** Something left. */
  | { readonly type: "step"; readonly step: ShutdownStep }
  /** Everything left. */
  | { readonly type: "done"; readonly report: ShutdownReport };
