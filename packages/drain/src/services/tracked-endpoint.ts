import type { Intake, IntakeCounts } from "../tracking/intake.js";
import { TrackedLoop } from "../tracking/tracked-loop.js";
import type { Handler, Tracker } from "../tracking/tracker.js";
import { Work } from "../tracking/work.js";
import { EndpointQueue } from "./endpoint-queue.js";
import type { ServiceMessage } from "./service.js";

/** One endpoint of a tracked service; iterate it if it was added without a handler. */
export class TrackedEndpoint implements Intake, AsyncIterable<ServiceMessage> {
  readonly #work = new Work<ServiceMessage>();
  readonly #tracker: Tracker;
  readonly #stopService: () => Promise<void>;
  readonly #handler: Handler<ServiceMessage> | undefined;
  readonly #queue = new EndpointQueue<ServiceMessage>();
  readonly #loop: TrackedLoop<ServiceMessage>;

  /** @internal */
  constructor(
    readonly name: string,
    handler: Handler<ServiceMessage> | undefined,
    tracker: Tracker,
    stopService: () => Promise<void>,
  ) {
    this.#handler = handler;
    this.#tracker = tracker;
    this.#stopService = stopService;
    this.#loop = new TrackedLoop(this.#queue, this.#work, tracker);
    tracker.intakes.add(this);
  }

  /** What the client calls for each request. @internal */
  readonly receive = (error: Error | null, message: ServiceMessage): void => {
    if (error !== null) {
      this.#tracker.recordFailure(this.name, error);
      return;
    }
    this.#guardErrors(message);
    if (this.#handler === undefined) this.#queue.push(message);
    else this.#tracker.handle(this.#work, message, this.#handler);
  };

  counts(): IntakeCounts {
    const { finished, failed, handedBack, running, received } = this.#work;
    const buffered = this.#buffered;
    return {
      received: received + buffered,
      finished,
      failed,
      running: running.size,
      buffered,
      handedBack,
    };
  }

  /** Stops the whole service: the clients can't stop one endpoint. */
  stop(): Promise<void> {
    return this.#stopService();
  }

  idle(): Promise<void> {
    return this.#work.until(() => this.#work.running.size === 0 && this.#buffered === 0);
  }

  async handBack(reason: string): Promise<void> {
    for (const message of this.#work.running) this.#tracker.refuse(this.#work, message, reason);
    if (this.#handler === undefined) await this.#loop.handBack(reason);
  }

  /** The service has stopped: a loop over this endpoint ends after what has arrived. @internal */
  end(): void {
    this.#queue.end();
    void this.idle().then(() => this.#tracker.retire(this));
  }

  [Symbol.asyncIterator](): AsyncIterator<ServiceMessage> {
    return this.#loop.start();
  }

  get #buffered(): number {
    return this.#handler === undefined ? this.#loop.buffered : 0;
  }

  /** `respondError` writes to the message inside, past the guard of `respond`. */
  #guardErrors(message: ServiceMessage): void {
    const { outbox } = this.#tracker;
    const plain = message.respondError.bind(message);
    message.respondError = (...error) => {
      if (!message.reply) return false;
      const sent = outbox.send("respond", message.subject, () => plain(...error));
      if (sent) outbox.markAnswered(message);
      return sent;
    };
  }
}
