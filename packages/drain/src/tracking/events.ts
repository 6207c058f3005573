/** An answer that can no longer reach anybody, although the plain clients would say `true`. */
export interface LateAnswer {
  readonly type: "late";
  /** What was tried. */
  readonly operation: "respond" | "publish" | "ack" | "nak" | "term" | "working";
  /** Subject of the message that was to be answered or acknowledged. */
  readonly subject: string;
  /**
   * `closed`: the connection is closed. `disconnected`: it is down, and the answer can't be held
   * until it is back. `handedBack`: the drain has already answered the message, or returned it.
   */
  readonly reason: "closed" | "disconnected" | "handedBack";
}

/** A handler threw or rejected; whoever asked has received an error reply. */
export interface HandlerFailure {
  readonly type: "failure";
  /** Subject of the message. */
  readonly subject: string;
  /** What the handler threw. */
  readonly error: unknown;
}

/** What a tracked connection tells about, at any time of its life. */
export type TrackingEvent = LateAnswer | HandlerFailure;
