import type { Connection } from "../connection/connection.js";
import { unref } from "../platform/unref.js";
import type { Intake, IntakeCounts } from "../tracking/intake.js";
import type { TrackedConnection } from "../tracking/tracked-connection.js";
import type { HandlerContext } from "../tracking/tracker.js";
import { Work } from "../tracking/work.js";
import type { JetStreamMessage, JetStreamMessages } from "./messages.js";
import type { ConsumePlan } from "./options.js";
import { Settlement } from "./settlement.js";

/** Works on one message: resolve to acknowledge it, reject to have it delivered again. */
export type JetStreamHandler<M> = (message: M, context: HandlerContext) => void | Promise<void>;

/** A JetStream consumer at work. Made by `consume`; `drain()` of its connection ends it. */
export class Consumption<M extends JetStreamMessage> implements Intake {
  readonly name: string;
  readonly #connection: TrackedConnection<Connection>;
  readonly #messages: JetStreamMessages<M>;
  readonly #handler: JetStreamHandler<M>;
  readonly #plan: ConsumePlan;
  readonly #work = new Work<Settlement<M>>();
  #isStopping = false;
  #isDone = false;
  #working: ReturnType<typeof setInterval> | undefined;

  /** @internal */
  constructor(
    connection: TrackedConnection<Connection>,
    messages: JetStreamMessages<M>,
    handler: JetStreamHandler<M>,
    plan: ConsumePlan,
  ) {
    this.name = plan.name;
    this.#connection = connection;
    this.#messages = messages;
    this.#handler = handler;
    this.#plan = plan;
    connection.tracker.intakes.add(this);
    void this.#run();
  }

  counts(): IntakeCounts {
    const { finished, failed, handedBack, running, received } = this.#work;
    const buffered = this.#isDone ? 0 : Math.max(0, this.#messages.getReceived() - received);
    return {
      received: received + buffered,
      finished,
      failed,
      running: running.size,
      buffered,
      handedBack,
    };
  }

  /** Stops pulling; messages that no handler has begun are handed back at once. */
  stop(): Promise<void> {
    if (!this.#isStopping) {
      this.#isStopping = true;
      this.#work.changed();
      // It resolves once the pump has emptied the buffer, which `idle()` waits for.
      this.#messages.close().catch((error: unknown) => this.#broken(error));
    }
    return Promise.resolve();
  }

  idle(): Promise<void> {
    return this.#work.until(() => this.#work.running.size === 0 && this.#isDone);
  }

  async handBack(): Promise<void> {
    const { whenLeaving, retryDelayMs } = this.#plan;
    for (const settlement of this.#work.running) {
      // Delayed, so that the process is gone before somebody else begins the same message.
      if (settlement.handBack(whenLeaving, retryDelayMs)) this.#work.takeBack(settlement);
    }
  }

  /** Stops, and resolves when the handlers that run have ended and their acks are confirmed. */
  async close(): Promise<void> {
    await this.stop();
    await this.idle();
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  async #run(): Promise<void> {
    const { running } = this.#work;
    const { concurrency, workingMs } = this.#plan;
    if (workingMs > 0) {
      this.#working = setInterval(() => {
        for (const settlement of running) settlement.working();
      }, workingMs);
      unref(this.#working);
    }
    try {
      for await (const message of this.#messages) {
        this.#take(message);
        await this.#work.until(() => running.size < concurrency || this.#isStopping);
      }
    } catch (error) {
      this.#broken(error);
    } finally {
      this.#isDone = true;
      this.#work.changed();
      void this.idle().then(() => {
        clearInterval(this.#working);
        this.#connection.tracker.retire(this);
      });
    }
  }

  #take(message: M): void {
    this.#work.received++;
    const settlement = new Settlement(message, this.#connection.tracker.outbox);
    this.#work.begin(settlement);
    const isClosed = this.#connection.isClosed();
    if (!this.#isStopping && !isClosed) {
      void this.#handle(message, settlement);
      return;
    }
    // On a closed connection nothing can be acknowledged: to work on it now would be to do it twice.
    settlement.handBack(isClosed ? "leave" : this.#plan.whenLeaving, 0);
    this.#work.takeBack(settlement);
  }

  async #handle(message: M, settlement: Settlement<M>): Promise<void> {
    const { tracker } = this.#connection;
    try {
      await this.#handler(message, tracker.context);
      const mustConfirm = this.#plan.confirm === "always" || this.#connection.isDraining();
      if (mustConfirm) await settlement.confirm();
      else settlement.ack();
    } catch (error) {
      this.#work.failed++;
      tracker.recordFailure(message.subject, error);
      if (settlement.state === "open") settlement.nak(this.#plan.retryDelayMs);
    } finally {
      this.#work.end(settlement);
    }
  }

  #broken(error: unknown): void {
    this.#connection.tracker.recordFailure(this.name, error);
  }
}
