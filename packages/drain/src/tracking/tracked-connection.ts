import type {
  ClientStatus,
  Connection,
  RequestOptions,
  ServerInfo,
} from "../connection/connection.js";
import type { Message, Payload, PublishOptions } from "../connection/message.js";
import { statuses } from "../connection/statuses.js";
import type { SubscribeOptions } from "../connection/subscription.js";
import { DrainError } from "../errors/drain-error.js";
import { type DescribeError, describeError } from "./error-reply.js";
import type { TrackingEvent } from "./events.js";
import type { IntakeCounts } from "./intake.js";
import { Outbox } from "./outbox.js";
import { TrackedSubscription } from "./tracked-subscription.js";
import { type Handler, Tracker } from "./tracker.js";
import { Work } from "./work.js";

/** Options of {@link track}. */
export interface TrackOptions {
  /** Told of late answers and failed handlers; what it throws is ignored. */
  readonly onEvent?: ((event: TrackingEvent) => void) | undefined;
  /**
   * What a requester learns when a handler throws.
   *
   * @default that the handler failed, with code 500, and nothing of the error itself
   */
  readonly describeError?: DescribeError | undefined;
  /**
   * Answers that are held while the connection is down, to be sent when it is back; the clients
   * drop them in silence. More than this are refused and reported as late.
   *
   * @default 1000
   */
  readonly heldReplies?: number | undefined;
}

/** Options of a tracked subscription. */
export interface TrackedSubscribeOptions extends Omit<SubscribeOptions, "callback"> {
  /** Called for each message; a promise is awaited, an error becomes an error reply. */
  callback?: Handler<Message>;
}

/**
 * A connection that knows which of its messages are being worked on. Same surface as
 * {@link Connection}; made by {@link track}.
 */
export class TrackedConnection<C extends Connection = Connection> implements Connection {
  /** The connection underneath, for what the port does not have (JetStream, services). */
  readonly connection: C;
  /** Fires when a drain's time for handlers is nearly over; handlers receive it, loops read it. */
  readonly signal: AbortSignal;
  /** @internal */
  readonly tracker: Tracker;
  readonly #abort = new AbortController();
  readonly #requests = new Set<Promise<Message>>();
  #isDraining = false;

  /** @internal */
  constructor(connection: C, options: TrackOptions) {
    const { onEvent, heldReplies = 1000 } = options;
    if (!Number.isSafeInteger(heldReplies) || heldReplies < 0) {
      throw new DrainError("ERR_OPTION", `heldReplies is a number from 0 up, not ${heldReplies}`);
    }
    const report = (event: TrackingEvent): void => {
      try {
        onEvent?.(event);
      } catch {
        // A listener that throws must not end the handler's bookkeeping.
      }
    };
    this.connection = connection;
    this.signal = this.#abort.signal;
    const outbox = new Outbox(connection, heldReplies, report);
    const describe = options.describeError ?? describeError;
    this.tracker = new Tracker(outbox, this.signal, describe, report);
    void this.#watch();
  }

  /** Messages received, finished and running, over all intakes of this connection. */
  get counts(): IntakeCounts {
    return this.tracker.counts();
  }

  /** Answers that came too late to reach anybody. */
  get late(): number {
    return this.tracker.outbox.late;
  }

  /** Requests of this process that wait for their answer. */
  get openRequests(): number {
    return this.#requests.size;
  }

  /** Whether the connection is up, as far as the client knows. */
  get isConnected(): boolean {
    return this.tracker.outbox.connected && !this.connection.isClosed();
  }

  get info(): ServerInfo | undefined {
    return this.connection.info;
  }

  /**
   * Subscribes; its handlers are counted, awaited and kept from failing in silence.
   *
   * @throws {@link DrainError} `ERR_DRAINING` once a drain has begun.
   */
  subscribe(subject: string, options: TrackedSubscribeOptions = {}): TrackedSubscription {
    this.refuseIfDraining(`subscribe to ${subject}`);
    const { callback, ...rest } = options;
    const { tracker } = this;
    const work = new Work<Message>();
    if (callback === undefined) {
      const raw = this.connection.subscribe(subject, rest);
      return new TrackedSubscription(raw, work, tracker, "loop");
    }
    const raw = this.connection.subscribe(subject, {
      ...rest,
      callback(error, message) {
        if (error === null) tracker.handle(work, message, callback);
        else tracker.tell(callback, error, message);
      },
    });
    return new TrackedSubscription(raw, work, tracker, "callback");
  }

  publish(subject: string, payload?: Payload, options?: PublishOptions): void {
    this.tracker.outbox.publish(subject, payload, options);
  }

  async request(subject: string, payload?: Payload, options?: RequestOptions): Promise<Message> {
    const { outbox } = this.tracker;
    const mark = outbox.sent;
    const request = this.connection.request(subject, payload, options);
    this.#requests.add(request);
    try {
      const answer = await request;
      // The server works a connection off in order, so what was sent before has arrived too.
      if (outbox.connected) outbox.confirm(mark);
      return answer;
    } finally {
      this.#requests.delete(request);
    }
  }

  flush(): Promise<void> {
    return this.tracker.outbox.flush();
  }

  async close(): Promise<void> {
    await this.connection.close();
    this.tracker.outbox.closed();
  }

  // biome-ignore lint/suspicious/noConfusingVoidType: it is the type that the clients declare.
  closed(): Promise<void | Error> {
    return this.connection.closed();
  }

  isClosed(): boolean {
    return this.connection.isClosed();
  }

  isDraining(): boolean {
    return this.#isDraining || this.connection.isDraining();
  }

  getServer(): string {
    return this.connection.getServer();
  }

  status(): AsyncIterable<ClientStatus> {
    return this.connection.status();
  }

  /** Resolves when no request of this process waits for an answer any more. @internal */
  async requestsAnswered(): Promise<void> {
    while (this.#requests.size > 0) await Promise.allSettled(this.#requests);
  }

  /** @throws {@link DrainError} `ERR_DRAINING` once a drain has begun. @internal */
  refuseIfDraining(what: string): void {
    if (!this.isDraining()) return;
    throw new DrainError(
      "ERR_DRAINING",
      `can't ${what}: the connection is draining and takes nothing more in`,
    );
  }

  /** From now on nothing is taken in. @internal */
  beginDrain(): void {
    this.#isDraining = true;
    this.tracker.outbox.forgetEarlierLosses();
  }

  /** Asks the handlers that still run to stop. @internal */
  abortHandlers(reason: DrainError): void {
    this.#abort.abort(reason);
  }

  async #watch(): Promise<void> {
    const { outbox } = this.tracker;
    for await (const status of statuses(this.connection)) {
      if (status.type === "disconnect") outbox.disconnected();
      if (status.type === "reconnect") outbox.reconnected();
      if (status.type === "close") outbox.closed();
    }
  }
}
