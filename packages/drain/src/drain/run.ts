import type { Connection } from "../connection/connection.js";
import { DrainError } from "../errors/drain-error.js";
import type { TrackedConnection } from "../tracking/tracked-connection.js";
import type { DrainEvent } from "./events.js";
import type { DrainOptions, DrainPlan } from "./options.js";
import type { DrainReport, Phase, PhaseName } from "./report.js";
import { type Waited, within } from "./within.js";

/** What requesters are told when their request is handed back. */
const leaving = "the worker is leaving; try again";
/** Closing is a matter of the local socket; both clients return at once, but nothing may hang. */
const closeMs = 1_000;
/** What a step that tells others gets at least, also in a forced or late drain. */
const courtesyMs = 250;

/** One drain of one connection. */
export class DrainRun {
  readonly #connection: TrackedConnection<Connection>;
  readonly #plan: DrainPlan;
  readonly #onEvent: DrainOptions["onEvent"];
  readonly #forced = new AbortController();
  readonly #phases: Phase[] = [];
  readonly #startedAt = performance.now();

  constructor(
    connection: TrackedConnection<Connection>,
    plan: DrainPlan,
    onEvent: DrainOptions["onEvent"],
  ) {
    this.#connection = connection;
    this.#plan = plan;
    this.#onEvent = onEvent;
  }

  /** From now on `signal` forces it, too. */
  heed(signal: AbortSignal | undefined): void {
    const force = (): void => this.#forced.abort();
    if (signal?.aborted) force();
    else signal?.addEventListener("abort", force, { once: true });
  }

  async run(): Promise<DrainReport> {
    const connection = this.#connection;
    const { flushMs, reconnectMs } = this.#plan;
    const lateBefore = connection.late;
    const isOpen = (): boolean => !connection.isClosed();
    const isUp = (): boolean => connection.isConnected;
    connection.beginDrain();
    await this.#phase("intake", isOpen(), () => this.#patient(this.#stopIntake(), flushMs));
    await this.#phase("handlers", this.#isBusy, () => this.#waitForHandlers());
    await this.#phase("handBack", this.#unfinished > 0, () =>
      this.#brief(this.#handBack(), flushMs),
    );
    await this.#phase("reconnect", isOpen() && !isUp() && reconnectMs > 0, () =>
      this.#patient(connection.tracker.outbox.whenConnected(), reconnectMs),
    );
    await this.#phase("flush", isUp(), () => this.#brief(connection.flush(), flushMs));
    const { openRequests } = connection;
    await this.#phase("close", isOpen(), () => this.#brief(connection.close(), closeMs));
    return this.#report(openRequests, connection.late - lateBefore);
  }

  get #leftMs(): number {
    return this.#plan.deadlineMs - (performance.now() - this.#startedAt);
  }

  /** Messages that arrived and have not been worked off. */
  get #unfinished(): number {
    const { running, buffered } = this.#connection.counts;
    return running + buffered;
  }

  get #isBusy(): boolean {
    return this.#unfinished > 0 || this.#connection.openRequests > 0;
  }

  /** A wait that the caller's signal cuts short. */
  #patient(work: Promise<unknown>, ms: number): Promise<Waited> {
    return within(work, Math.min(ms, this.#leftMs), this.#forced.signal);
  }

  /** A wait that a forced drain still does, briefly: requesters are told and replies leave. */
  #brief(work: Promise<unknown>, ms: number): Promise<Waited> {
    const forced = this.#forced.signal.aborted;
    return within(work, forced ? courtesyMs : Math.max(courtesyMs, Math.min(ms, this.#leftMs)));
  }

  async #stopIntake(): Promise<void> {
    const intakes = [...this.#connection.tracker.intakes];
    const stopped = await Promise.allSettled(intakes.map((intake) => intake.stop()));
    const failed = stopped.find((result) => result.status === "rejected");
    if (failed !== undefined) throw failed.reason;
    // The server's answer also confirms all that was sent before.
    if (this.#connection.isConnected) await this.#connection.flush();
  }

  async #waitForHandlers(): Promise<Waited> {
    const connection = this.#connection;
    const { abortMs, flushMs } = this.#plan;
    const intakes = [...connection.tracker.intakes];
    const idle = Promise.all([
      ...intakes.map((intake) => intake.idle()),
      connection.requestsAnswered(),
    ]);
    const waited = await this.#patient(idle, this.#leftMs - flushMs - abortMs);
    if (waited.outcome === "done") return waited;
    this.#emit({ type: "abort", running: connection.counts.running });
    connection.abortHandlers(
      new DrainError("ERR_DRAINING", "the worker is leaving and its time for handlers is over"),
    );
    await this.#patient(idle, this.#leftMs - flushMs);
    return waited;
  }

  async #handBack(): Promise<void> {
    const intakes = [...this.#connection.tracker.intakes];
    await Promise.all(intakes.map((intake) => intake.handBack(leaving)));
  }

  async #phase(name: PhaseName, applies: boolean, step: () => Promise<Waited>): Promise<void> {
    if (!applies) {
      this.#phases.push({ name, outcome: "skipped", ms: 0 });
      return;
    }
    const { running, buffered } = this.#connection.counts;
    this.#emit({ type: "begin", phase: name, running, buffered });
    const startedAt = performance.now();
    const waited = await step();
    const phase: Phase = { name, ...waited, ms: performance.now() - startedAt };
    this.#phases.push(phase);
    this.#emit({ type: "end", phase });
  }

  #report(openRequests: number, late: number): DrainReport {
    const { received, finished, failed, handedBack, running, buffered } = this.#connection.counts;
    const { outbox, failures } = this.#connection.tracker;
    const unflushed = outbox.unconfirmed;
    const cut = this.#forced.signal.aborted;
    const inTime = this.#phases.every(
      ({ name, outcome }) => name === "intake" || outcome === "done" || outcome === "skipped",
    );
    const abandoned = running + buffered;
    const isClean = inTime && abandoned + unflushed + openRequests + late === 0;
    const outcome = isClean ? "clean" : cut ? "forced" : "incomplete";
    return {
      outcome,
      received,
      finished,
      failed,
      handedBack,
      abandoned,
      unflushed,
      openRequests,
      late,
      failures,
      phases: this.#phases,
      totalMs: performance.now() - this.#startedAt,
      exitCode: isClean ? 0 : 1,
    };
  }

  #emit(event: DrainEvent): void {
    try {
      this.#onEvent?.(event);
    } catch {
      // A listener that throws must not keep the connection open.
    }
  }
}
