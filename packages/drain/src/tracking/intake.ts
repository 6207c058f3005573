/** How many messages an {@link Intake} has seen, since it exists. */
export interface IntakeCounts {
  /** Messages that arrived in this process. */
  readonly received: number;
  /** Messages whose handler has ended, well or not. */
  readonly finished: number;
  /** Messages whose handler threw or rejected; they are finished too. */
  readonly failed: number;
  /** Messages whose handler runs now. */
  readonly running: number;
  /** Messages that arrived and wait for their handler. */
  readonly buffered: number;
  /** Messages answered with an error, or returned to the server, without being worked off. */
  readonly handedBack: number;
}

/**
 * Something that takes messages in and works on them: a subscription, a JetStream consumer, a
 * micro service. `drain()` stops all intakes of a connection, waits for them, and has what remains
 * handed back.
 */
export interface Intake {
  /** What it is, for reports: a subject, a consumer's name. */
  readonly name: string;
  /** Where its messages are. */
  counts(): IntakeCounts;
  /** Takes no more in; resolves when the server has confirmed. Calling it again is harmless. */
  stop(): Promise<void>;
  /** Resolves when no handler runs and nothing is buffered. */
  idle(): Promise<void>;
  /** Answers or returns what has not finished; called once the time for handlers is over. */
  handBack(reason: string): Promise<void>;
}
