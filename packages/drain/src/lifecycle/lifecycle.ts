import type { Connection } from "../connection/connection.js";
import { drain } from "../drain/drain.js";
import { type DrainOptions, planDrain } from "../drain/options.js";
import type { DrainReport } from "../drain/report.js";
import { DrainError } from "../errors/drain-error.js";
import { checkTimes } from "../platform/timer.js";
import { TrackedConnection } from "../tracking/tracked-connection.js";
import { closeHttpServer, type HttpServer } from "./http-server.js";
import { Interval } from "./interval.js";
import { type Member, type ShutdownHook, stopMember } from "./member.js";
import { type LifecycleOptions, type LifecyclePlan, planLifecycle } from "./options.js";
import type { ShutdownEvent, ShutdownPhase, ShutdownReport, ShutdownStep } from "./report.js";

/** Something that drains: a tracked connection, or a managed one. */
export type Drainable =
  | TrackedConnection<Connection>
  | { drain(options: DrainOptions): Promise<DrainReport> };

const order = ["intake", "connections", "cleanup"] as const satisfies readonly ShutdownPhase[];
/** What cleanup keeps of the time, at most a tenth; and a drain, so that it reports rather than is cut. */
const cleanupMs = 2_000;
const reportMs = 300;

const limitOf: Record<ShutdownPhase, (leftMs: number) => number> = {
  intake: (leftMs) => leftMs / 2,
  connections: (leftMs) => leftMs - Math.min(cleanupMs, leftMs / 10),
  cleanup: (leftMs) => leftMs,
};

/**
 * How a process leaves: what it is made of ends in ordered phases within one deadline. Use it with
 * `onSignals`, or call {@link Lifecycle.shutdown | shutdown} from a framework's own hook.
 *
 * @example
 * ```ts
 * const lifecycle = new Lifecycle();
 * lifecycle.connection("nats", track(await connect()));
 * lifecycle.httpServer("api", server);
 * lifecycle.hook("cleanup", "database", () => pool.end());
 * onSignals(lifecycle);
 * ```
 */
export class Lifecycle {
  readonly #plan: LifecyclePlan;
  readonly #onEvent: ((event: ShutdownEvent) => void) | undefined;
  readonly #members: Member[] = [];
  readonly #forced = new AbortController();
  #hasHttp = false;
  #shutdown: Promise<ShutdownReport> | undefined;

  /** @throws {@link DrainError} `ERR_OPTION` if a time is out of its range. */
  constructor(options: LifecycleOptions = {}) {
    this.#plan = planLifecycle(options);
    this.#onEvent = options.onEvent;
  }

  /** For the readiness probe: false from the moment the shutdown begins. */
  get isReady(): boolean {
    return this.#shutdown === undefined;
  }

  /** Milliseconds that the whole shutdown may take. */
  get deadlineMs(): number {
    return this.#plan.deadlineMs;
  }

  /**
   * Drains `connection` in its phase; its deadline and force come from this shutdown.
   *
   * @throws {@link DrainError} `ERR_OPTION` if a time is out of its range.
   */
  connection(
    name: string,
    connection: Drainable,
    options: Omit<DrainOptions, "deadlineMs" | "signal"> = {},
  ): this {
    // Now, since a drain that is refused in the shutdown would leave the connection open.
    planDrain({ ...options, deadlineMs: this.deadlineMs });
    return this.#add("connections", name, ({ deadlineMs, forced }) => {
      const drainMs = deadlineMs - Math.min(reportMs, deadlineMs / 10);
      const all = { ...options, deadlineMs: drainMs, signal: forced };
      return connection instanceof TrackedConnection
        ? drain(connection, all)
        : connection.drain(all);
    });
  }

  /**
   * Stops accepting in the first phase, lets running requests end, cuts what is left. WebSockets and event streams never
   * end by themselves: end them in a hook of `intake`.
   */
  httpServer(name: string, server: HttpServer): this {
    this.#hasHttp = true;
    return this.#add("intake", name, ({ signal }) => closeHttpServer(server, signal));
  }

  /**
   * Runs `task` every `everyMs` until the shutdown, which waits for a run that has begun.
   *
   * @throws {@link DrainError} `ERR_OPTION` if `everyMs` is not from 0 to 2_147_483_647 (24 days).
   */
  interval(name: string, everyMs: number, task: () => void | Promise<void>): this {
    checkTimes({ everyMs });
    const interval = new Interval(task, everyMs, (error) => {
      const step = { phase: "intake", name, outcome: "failed", ms: 0, error } as const;
      this.#emit({ type: "step", step });
    });
    return this.#add("intake", name, () => interval.stop());
  }

  /** Calls `stop` in `phase`; all of a phase end at the same time. */
  hook(phase: ShutdownPhase, name: string, stop: ShutdownHook): this {
    return this.#add(phase, name, stop);
  }

  /**
   * Ends everything, phase by phase. Always resolves, by the deadline; calling it again returns the
   * same promise. Leaves `process.exitCode` to the caller.
   *
   * @param reason - For the report.
   */
  shutdown(reason = "shutdown"): Promise<ShutdownReport> {
    // Later by a tick, so that `isReady` is false in all that it calls.
    this.#shutdown ??= Promise.resolve().then(() => this.#run(reason));
    return this.#shutdown;
  }

  /** Ends the waiting of a shutdown that runs: connections hand back what is left and close. */
  force(): void {
    this.#forced.abort(new DrainError("ERR_FORCED", "the shutdown was forced"));
  }

  #add(phase: ShutdownPhase, name: string, stop: Member["stop"]): this {
    if (!this.isReady) {
      throw new DrainError("ERR_DRAINING", `can't add ${name}: the shutdown has begun`);
    }
    this.#members.push({ phase, name, stop });
    return this;
  }

  async #run(reason: string): Promise<ShutdownReport> {
    const { deadlineMs, readinessDelayMs } = this.#plan;
    const startedAt = performance.now();
    const forced = this.#forced.signal;
    this.#emit({ type: "notReady", reason, deadlineMs });
    if (this.#hasHttp) await pause(readinessDelayMs, forced);
    const steps: ShutdownStep[] = [];
    for (const phase of order) {
      const leftMs = deadlineMs - (performance.now() - startedAt);
      const limitMs = Math.max(1, limitOf[phase](leftMs));
      const members = this.#members.filter((member) => member.phase === phase);
      const stopping = members.map(async (member) => {
        const step = await stopMember(member, limitMs, forced);
        steps.push(step);
        this.#emit({ type: "step", step });
      });
      await Promise.all(stopping);
    }
    const isClean = steps.every(
      ({ outcome, drain: drained }) => outcome === "done" && (drained?.exitCode ?? 0) === 0,
    );
    const report: ShutdownReport = {
      reason,
      steps,
      totalMs: performance.now() - startedAt,
      forced: forced.aborted,
      exitCode: isClean ? 0 : 1,
    };
    this.#emit({ type: "done", report });
    return report;
  }

  #emit(event: ShutdownEvent): void {
    try {
      this.#onEvent?.(event);
    } catch {
      // A listener that throws must not keep the process alive.
    }
  }
}

function pause(ms: number, signal: AbortSignal): Promise<void> {
  if (ms === 0 || signal.aborted) return Promise.resolve();
  return new Promise((resolve) => {
    const timer = setTimeout(done, ms);
    function done(): void {
      clearTimeout(timer);
      signal.removeEventListener("abort", done);
      resolve();
    }
    signal.addEventListener("abort", done);
  });
}
