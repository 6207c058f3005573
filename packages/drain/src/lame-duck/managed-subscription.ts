import type { Message } from "../connection/message.js";
import type { Subscription } from "../connection/subscription.js";
import { unref } from "../platform/unref.js";
import type { TrackedSubscribeOptions } from "../tracking/tracked-connection.js";
import type { TrackedSubscription } from "../tracking/tracked-subscription.js";
import type { HandlerContext } from "../tracking/tracker.js";
import type { Lease } from "./lease.js";
import { MessageLoop } from "./message-loop.js";
import { Overlap } from "./overlap.js";

/** A subscription that outlives the connection it was made on. Made by `ManagedConnection.subscribe`. */
export class ManagedSubscription implements Subscription {
  // biome-ignore lint/suspicious/noConfusingVoidType: it is the type that the clients declare.
  readonly closed: Promise<void | Error>;
  readonly #onLease = new Map<Lease, TrackedSubscription>();
  readonly #loop: MessageLoop | undefined;
  #overlap: Overlap<Lease> | undefined;
  #received = 0;
  #processed = 0;
  #isDraining = false;
  #isClosed = false;
  #max: number | undefined;
  // biome-ignore lint/suspicious/noConfusingVoidType: it is the type that the clients declare.
  #resolveClosed: (error: void | Error) => void = () => undefined;

  /** @internal */
  constructor(
    private readonly subject: string,
    private readonly options: TrackedSubscribeOptions,
    private readonly id: number,
    private readonly copyWindowMs: number,
    private readonly onClosed: (subscription: ManagedSubscription) => void,
  ) {
    this.#max = options.max;
    this.#loop = options.callback === undefined ? new MessageLoop(() => this.#end()) : undefined;
    this.closed = new Promise((resolve) => {
      this.#resolveClosed = resolve;
    });
  }

  /** Subscribes on one more connection. @internal */
  attach(lease: Lease): void {
    if (this.#isDraining) return;
    const { queue } = this.options;
    const rest = this.#max === undefined ? undefined : this.#max - this.#received;
    const raw = lease.tracked.subscribe(this.subject, {
      ...(queue === undefined ? {} : { queue }),
      ...(rest === undefined ? {} : { max: rest }),
      callback: (error, message, context) => this.#receive(lease, error, message, context),
    });
    this.#onLease.set(lease, raw);
    if (this.#onLease.size > 1 && queue === undefined) {
      this.#overlap ??= new Overlap(this.copyWindowMs);
    }
    void raw.closed.then(() => this.#detached(lease));
  }

  /** Whether the server of this connection has accepted the subscription, as far as is known, if it must. @internal */
  isOn(lease: Lease): boolean {
    return this.#isDraining || this.#onLease.get(lease)?.isClosed() === false;
  }

  /** Ends it, as the connection has closed. @internal */
  end(error?: Error): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    this.#loop?.end();
    this.onClosed(this);
    this.#resolveClosed(error);
  }

  unsubscribe(max?: number): void {
    if (max === undefined || this.#received >= max) {
      for (const raw of this.#onLease.values()) raw.unsubscribe();
      this.end();
      return;
    }
    this.#max = max;
    // The clients count from the beginning of their own subscription.
    const rest = max - this.#received;
    for (const raw of this.#onLease.values()) raw.unsubscribe(raw.getReceived() + rest);
  }

  async drain(): Promise<void> {
    this.#isDraining = true;
    await Promise.all([...this.#onLease.values()].map((raw) => raw.drain()));
    this.end();
  }

  [Symbol.asyncIterator](): AsyncIterator<Message> {
    if (this.#loop === undefined) {
      throw new TypeError(`${this.subject} has a callback, so there is nothing to iterate`);
    }
    return this.#loop;
  }

  isDraining(): boolean {
    return this.#isDraining;
  }

  isClosed(): boolean {
    return this.#isClosed;
  }

  getSubject(): string {
    return this.subject;
  }

  getReceived(): number {
    return this.#received;
  }

  getProcessed(): number {
    return this.#loop === undefined ? this.#processed : this.#received - this.#loop.pending;
  }

  getPending(): number {
    return this.#loop?.pending ?? 0;
  }

  getID(): number {
    return this.id;
  }

  getMax(): number | undefined {
    return this.#max;
  }

  #receive(
    lease: Lease,
    error: Error | null,
    message: Message,
    context: HandlerContext,
  ): void | Promise<void> {
    if (error !== null) {
      // While another connection serves, a refusal is a reason not to move, not a reason to tell the handler.
      if (this.#onLease.size > 1) return;
      this.#loop?.fail(error);
      // The clients close what was refused; the next connection needn't have it either.
      this.end(error);
      return this.options.callback?.(error, message, context);
    }
    if (this.#overlap?.isCopy(lease, message)) return;
    this.#received++;
    try {
      if (this.#loop !== undefined) return this.#loop.push(message);
      this.#processed++;
      return this.options.callback?.(null, message, context);
    } finally {
      // Each connection counts by itself, so another one may have more to come.
      if (this.#max !== undefined && this.#received >= this.#max) this.unsubscribe();
    }
  }

  #detached(lease: Lease): void {
    this.#onLease.delete(lease);
    // The copy of what the old connection brought last may still be on its way by the new one.
    if (this.#overlap !== undefined) unref(setTimeout(this.#forgetCopies, this.copyWindowMs));
  }

  readonly #forgetCopies = (): void => {
    if (this.#onLease.size < 2) this.#overlap = undefined;
  };

  #end(): void {
    this.unsubscribe();
  }
}
