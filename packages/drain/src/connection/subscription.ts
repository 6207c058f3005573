import type { Message } from "./message.js";

/** Options of a plain subscription. */
export interface SubscribeOptions {
  /** Queue group: each message goes to one member only. */
  queue?: string;
  /** Number of messages after which the subscription ends by itself. */
  max?: number;
  /** Called for each message; without it the subscription is an async iterator. */
  callback?: (error: Error | null, message: Message) => void;
}

/** A subscription as both generations of the client make it. */
export interface Subscription extends AsyncIterable<Message> {
  /**
   * Resolves when the subscription has ended. With an iterator that is the end of the loop; with a
   * callback it says nothing about callbacks that still run.
   */
  // biome-ignore lint/suspicious/noConfusingVoidType: it is the type that the clients declare.
  readonly closed: Promise<void | Error>;
  /** Stops it now, or after `max` messages counted from its beginning. */
  unsubscribe(max?: number): void;
  /** Stops new messages; resolves when the server has confirmed, not when handlers are done. */
  drain(): Promise<void>;
  /** Whether {@link Subscription.drain | drain} was called. */
  isDraining(): boolean;
  /** Whether it has ended. */
  isClosed(): boolean;
  /** The subject it was made with. */
  getSubject(): string;
  /** Messages that the client has received for it. */
  getReceived(): number;
  /** Messages handed to the callback or the loop. */
  getProcessed(): number;
  /** Messages that wait for the loop; meaningless for callbacks. */
  getPending(): number;
  /** Its number, see {@link Message.sid}. */
  getID(): number;
  /** The `max` it was made with. */
  getMax(): number | undefined;
}
