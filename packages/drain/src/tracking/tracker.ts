import type { Message } from "../connection/message.js";
import { type DescribeError, describeError, errorReplyOptions } from "./error-reply.js";
import type { TrackingEvent } from "./events.js";
import type { Intake, IntakeCounts } from "./intake.js";
import type { Outbox } from "./outbox.js";
import type { Work } from "./work.js";

/** What a handler is told besides its message. */
export interface HandlerContext {
  /** Fires when the drain's time for handlers is nearly over: stop what you do and clean up. */
  readonly signal: AbortSignal;
}

/** A handler of messages; a promise that it returns is awaited. */
export type Handler<M> = (
  error: Error | null,
  message: M,
  context: HandlerContext,
) => void | Promise<void>;

/** What all intakes of one connection share. */
export class Tracker {
  readonly context: HandlerContext;
  readonly intakes = new Set<Intake>();
  readonly failures: { readonly subject: string; readonly error: unknown }[] = [];
  #retired: IntakeCounts = noCounts;

  constructor(
    readonly outbox: Outbox,
    signal: AbortSignal,
    readonly describe: DescribeError,
    readonly report: (event: TrackingEvent) => void,
  ) {
    this.context = { signal };
  }

  /** Totals of all intakes, those that have ended included. */
  counts(): IntakeCounts {
    let total = this.#retired;
    for (const intake of this.intakes) total = add(total, intake.counts());
    return total;
  }

  retire(intake: Intake): void {
    if (this.intakes.delete(intake)) this.#retired = add(this.#retired, intake.counts());
  }

  /** Runs `handler`, awaits what it returns, and turns what it throws into an error reply. */
  handle<M extends Message>(work: Work<M>, message: M, handler: Handler<M>): void {
    work.received++;
    this.outbox.guard(message);
    let result: void | Promise<void>;
    try {
      result = handler(null, message, this.context);
    } catch (error) {
      work.finished++;
      this.failed(work, message, error);
      return;
    }
    if (typeof result?.then !== "function") {
      work.finished++;
      return;
    }
    work.begin(message);
    result.then(
      () => work.end(message),
      (error: unknown) => {
        this.failed(work, message, error);
        work.end(message);
      },
    );
  }

  /** Passes on an error of the subscription itself, which has no message to answer. */
  tell<M extends Message>(handler: Handler<M>, error: Error, message: M): void {
    const failed = (thrown: unknown): void =>
      this.report({ type: "failure", subject: message.subject ?? "", error: thrown });
    try {
      const result = handler(error, message, this.context);
      if (typeof result?.then === "function") result.then(undefined, failed);
    } catch (thrown) {
      failed(thrown);
    }
  }

  failed<M extends Message>(work: Work<M>, message: M, error: unknown): void {
    work.failed++;
    this.recordFailure(message.subject, error);
    if (!message.reply || this.outbox.isAnswered(message)) return;
    for (const describe of [this.describe, describeError]) {
      try {
        message.respond("", errorReplyOptions(describe(error)));
        return;
      } catch (thrown) {
        // Thrown on, it would end the client's reader, and with it the whole connection.
        this.recordFailure(message.subject, thrown);
      }
    }
  }

  recordFailure(subject: string, error: unknown): void {
    // Enough to see what is wrong; a worker that fails always must not grow without bound.
    if (this.failures.length < 20) this.failures.push({ subject, error });
    this.report({ type: "failure", subject, error });
  }

  /** Tells who asked that nobody will serve the request, so that it need not wait for a timeout. */
  refuse<M extends Message>(work: Work<M>, message: M, reason: string): boolean {
    if (!message.reply || this.outbox.isAnswered(message)) return false;
    if (!message.respond("", errorReplyOptions({ code: 503, description: reason }))) return false;
    work.takeBack(message);
    this.outbox.revoke(message);
    return true;
  }
}

const noCounts: IntakeCounts = {
  received: 0,
  finished: 0,
  failed: 0,
  running: 0,
  buffered: 0,
  handedBack: 0,
};

const add = (a: IntakeCounts, b: IntakeCounts): IntakeCounts => ({
  received: a.received + b.received,
  finished: a.finished + b.finished,
  failed: a.failed + b.failed,
  running: a.running + b.running,
  buffered: a.buffered + b.buffered,
  handedBack: a.handedBack + b.handedBack,
});
