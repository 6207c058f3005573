import type { Message } from "../connection/message.js";
import type { Subscription } from "../connection/subscription.js";
import type { Intake, IntakeCounts } from "./intake.js";
import { TrackedLoop } from "./tracked-loop.js";
import type { Tracker } from "./tracker.js";
import type { Work } from "./work.js";

/** A subscription whose running handlers, callbacks or loop, are known. Made by `subscribe`. */
export class TrackedSubscription implements Subscription, Intake {
  readonly #raw: Subscription;
  readonly #work: Work<Message>;
  readonly #tracker: Tracker;
  readonly #loop: TrackedLoop<Message> | undefined;
  #stopped: Promise<void> | undefined;

  /** @internal */
  constructor(
    raw: Subscription,
    work: Work<Message>,
    tracker: Tracker,
    style: "callback" | "loop",
  ) {
    this.#raw = raw;
    this.#work = work;
    this.#tracker = tracker;
    this.#loop = style === "loop" ? new TrackedLoop(raw, work, tracker) : undefined;
    tracker.intakes.add(this);
    void raw.closed.then(() => this.idle()).then(() => tracker.retire(this));
  }

  get name(): string {
    return this.#raw.getSubject();
  }

  // biome-ignore lint/suspicious/noConfusingVoidType: it is the type that the clients declare.
  get closed(): Promise<void | Error> {
    return this.#raw.closed;
  }

  counts(): IntakeCounts {
    const { finished, failed, running, handedBack, received } = this.#work;
    const buffered = this.#loop?.buffered ?? 0;
    return {
      received: received + buffered,
      finished,
      failed,
      running: running.size,
      buffered,
      handedBack,
    };
  }

  stop(): Promise<void> {
    this.#stopped ??= this.#raw.isClosed() ? Promise.resolve() : this.#raw.drain();
    return this.#stopped;
  }

  idle(): Promise<void> {
    return this.#work.until(() => this.#work.running.size === 0 && !this.#loop?.buffered);
  }

  async handBack(reason: string): Promise<void> {
    for (const message of this.#work.running) this.#tracker.refuse(this.#work, message, reason);
    await this.#loop?.handBack(reason);
  }

  /**
   * Stops new messages and resolves when all that were received have been worked off, however long
   * that takes. The clients' own `drain()` does not wait for asynchronous handlers.
   */
  async drain(): Promise<void> {
    await this.stop();
    await this.idle();
  }

  unsubscribe(max?: number): void {
    this.#raw.unsubscribe(max);
    // Without a loop the client's `closed` would never resolve.
    if (max === undefined && this.#loop?.state === "new") this.#tracker.retire(this);
  }

  [Symbol.asyncIterator](): AsyncIterator<Message> {
    return this.#loop?.start() ?? this.#raw[Symbol.asyncIterator]();
  }

  isDraining(): boolean {
    return this.#raw.isDraining();
  }

  isClosed(): boolean {
    return this.#raw.isClosed();
  }

  getSubject(): string {
    return this.#raw.getSubject();
  }

  getReceived(): number {
    return this.#raw.getReceived();
  }

  getProcessed(): number {
    return this.#raw.getProcessed();
  }

  getPending(): number {
    return this.#raw.getPending();
  }

  getID(): number {
    return this.#raw.getID();
  }

  getMax(): number | undefined {
    return this.#raw.getMax();
  }
}
