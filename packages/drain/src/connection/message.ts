/** What can be sent: bytes, or text that the client encodes as UTF-8. */
export type Payload = Uint8Array | string;

/** The part of a message's headers that kchat reads. */
export interface Headers extends Iterable<[string, string[]]> {
  /** First value of `key`, or an empty string. */
  get(key: string): string;
  /** Whether `key` has a value. */
  has(key: string): boolean;
  /** Names of all headers. */
  keys(): string[];
  /** All values of `key`. */
  values(key: string): string[];
}

/** Options of a publication or a reply. */
export interface PublishOptions {
  /** Subject where an answer should go; somebody must be subscribed to it. */
  reply?: string;
  /** Headers made by the client's own `headers()`. */
  headers?: Headers;
}

/** A message as both generations of the client deliver it. */
export interface Message {
  /** Subject the message was sent to. */
  readonly subject: string;
  /** Number of the subscription that received it. */
  readonly sid: number;
  /** Where an answer should go; absent or empty when nobody asked for one. */
  readonly reply?: string;
  /** The payload. */
  readonly data: Uint8Array;
  /** Headers, if there are any. */
  readonly headers?: Headers;
  /**
   * Sends an answer to {@link Message.reply | reply}.
   *
   * @returns `false` when there is nobody to answer. The plain clients return `true` on a closed
   * connection although the answer is dropped; a tracked connection returns `false` and reports it.
   */
  respond(payload?: Payload, options?: PublishOptions): boolean;
  /** The payload parsed as JSON. */
  json<T>(): T;
  /** The payload as text. */
  string(): string;
}
