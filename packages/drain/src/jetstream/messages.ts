/** The part of a JetStream message that kchat uses; `JsMsg` of both generations satisfies it. */
export interface JetStreamMessage {
  /** Subject it was stored under. */
  readonly subject: string;
  /** Tells the server that it has been worked off. */
  ack(): void;
  /** The same, and waits for the server's confirmation. */
  ackAck(options?: { timeout: number }): Promise<boolean>;
  /** Asks for it to be delivered again, after `millis`. */
  nak(millis?: number): void;
  /** Says that it is still being worked on: the time for the acknowledgement starts anew. */
  working(): void;
  /** Says that it must never be delivered again. */
  term(reason?: string): void;
}

/**
 * What `consumer.consume()` or `consumer.fetch()` return, in both generations of the client (made
 * without a `callback`).
 */
export interface JetStreamMessages<M extends JetStreamMessage> extends AsyncIterable<M> {
  /** Stops pulling; what has been fetched is still delivered. */
  // biome-ignore lint/suspicious/noConfusingVoidType: it is the type that the clients declare.
  close(): Promise<void | Error>;
  /** Messages fetched so far. */
  getReceived(): number;
}
