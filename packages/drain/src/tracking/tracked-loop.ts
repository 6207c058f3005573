import type { Message } from "../connection/message.js";
import type { Tracker } from "./tracker.js";
import type { Work } from "./work.js";

const end: IteratorReturnResult<undefined> = { done: true, value: undefined };

/** Where a loop's messages come from: a subscription, or the queue of a service's endpoint. */
export interface LoopSource<M> extends AsyncIterable<M> {
  /** Messages that arrived for it. */
  getReceived(): number;
}

/**
 * The loop over a subscription: a message counts as being worked on from the moment the loop
 * receives it until the loop asks for the next one.
 */
export class TrackedLoop<M extends Message> {
  state: "new" | "running" | "ended" = "new";
  readonly #messages: LoopSource<M>;
  readonly #work: Work<M>;
  readonly #tracker: Tracker;
  #source: AsyncIterator<M> | undefined;
  #current: M | undefined;

  constructor(messages: LoopSource<M>, work: Work<M>, tracker: Tracker) {
    this.#messages = messages;
    this.#work = work;
    this.#tracker = tracker;
  }

  /** Messages that arrived and that the loop has not received. */
  get buffered(): number {
    // Not the client's `getPending()`: in 2.x it also counts the marker that ends the loop.
    if (this.state === "ended") return 0;
    return this.#messages.getReceived() - this.#work.received;
  }

  start(): AsyncIterator<M> & AsyncIterable<M> {
    this.state = "running";
    const source = this.#open();
    const received = this.#receive;
    const broken = (error: unknown): never => {
      this.#end();
      throw error;
    };
    const iterator = {
      next: (): Promise<IteratorResult<M>> => {
        this.#finish();
        if (this.state === "ended") return Promise.resolve(end);
        return source.next().then(received, broken);
      },
      return: async (): Promise<IteratorResult<M>> => {
        this.#finish();
        await this.#refuseRest();
        await source.return?.();
        return end;
      },
      [Symbol.asyncIterator]: () => iterator,
    };
    return iterator;
  }

  /** Takes the rest out of the loop's hands and answers it. */
  async handBack(reason: string): Promise<void> {
    const source = this.#open();
    let rest = this.buffered;
    this.#end();
    for (; rest > 0; rest--) {
      const next = await source.next();
      if (next.done) return;
      this.#refuse(next.value, reason);
    }
  }

  /** The loop was left, perhaps by an error: who waits for what it hasn't read is told, events are dropped. */
  async #refuseRest(): Promise<void> {
    const source = this.#open();
    let rest = this.buffered;
    this.#end();
    for (; rest > 0; rest--) {
      const next = await source.next();
      if (next.done) return;
      if (next.value.reply) this.#refuse(next.value, "the worker stopped reading; try again");
    }
  }

  #refuse(message: M, reason: string): void {
    this.#work.received++;
    this.#tracker.outbox.guard(message);
    this.#work.begin(message);
    this.#tracker.refuse(this.#work, message, reason);
  }

  #open(): AsyncIterator<M> {
    this.#source ??= this.#messages[Symbol.asyncIterator]();
    return this.#source;
  }

  readonly #receive = (result: IteratorResult<M>): IteratorResult<M> => {
    if (result.done) {
      this.#end();
      return result;
    }
    this.#current = result.value;
    this.#work.received++;
    this.#tracker.outbox.guard(result.value);
    this.#work.begin(result.value);
    return result;
  };

  #finish(): void {
    if (this.#current === undefined) return;
    this.#work.end(this.#current);
    this.#current = undefined;
  }

  #end(): void {
    this.state = "ended";
    this.#work.changed();
  }
}
