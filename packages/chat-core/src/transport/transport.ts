import type { ConnectionState } from "../store/snapshot.js";

/**
 * What the chat needs of a network. Implement it over anything that delivers by subject, and prove it with the contract
 * suite of `@kchat/chat-core/testing`.
 */
export interface Transport {
  /** The largest payload that the other side takes, in bytes. May change with a reconnect. */
  readonly maxPayloadBytes: number;
  readonly state: ConnectionState;
  /** Calls the listener after each change of `state`. Returns the function that ends it. */
  onStateChange(listener: (state: ConnectionState, reason?: string) => void): () => void;
  /**
   * Publishes, and resolves only once the other side is known to have taken it: a round trip that began and ended on the
   * connection on which it was published. Sends that are started in order arrive in order.
   *
   * @throws TransportError `ERR_TRANSPORT_DISCONNECTED`, `ERR_TRANSPORT_PERMISSION`, `ERR_TRANSPORT_TOO_LARGE`,
   * `ERR_TRANSPORT_TIMEOUT`, `ERR_TRANSPORT_CLOSED`; the signal's reason when aborted.
   */
  send(subject: string, payload: Uint8Array, options?: SendOptions): Promise<void>;
  /**
   * Delivers what is published on the subject (`*` and a last `>` are wildcards), also after reconnects, until
   * unsubscribed. What this transport published itself may or may not be delivered.
   *
   * @throws TransportError `ERR_TRANSPORT_CLOSED`
   */
  subscribe(
    subject: string,
    onMessage: (message: TransportMessage) => void,
    options?: SubscribeOptions,
  ): TransportSubscription;
  /**
   * Asks on the subject and resolves with the first reply's payload.
   *
   * @throws TransportError as `send`, and `ERR_TRANSPORT_NO_RESPONDERS` where the network knows that nobody listens.
   */
  request(subject: string, payload: Uint8Array, options: RequestOptions): Promise<Uint8Array>;
  /** Ends what the transport made. A connection that was handed to it stays open: its owner closes it. */
  close(): Promise<void>;
}

/** Options of {@link Transport.send}. */
export interface SendOptions {
  signal?: AbortSignal | undefined;
}

/** Options of {@link Transport.subscribe}. */
export interface SubscribeOptions {
  /** Of the subscribers with the same queue, one gets each message. */
  queue?: string | undefined;
  /** Called once if the other side refuses the subscription; it delivers nothing then. */
  onRefused?: ((error: TransportError) => void) | undefined;
}

/** Options of {@link Transport.request}. */
export interface RequestOptions {
  timeoutMs: number;
  signal?: AbortSignal | undefined;
}

/** A message as it arrives: nothing about it is trusted yet. */
export interface TransportMessage {
  readonly subject: string;
  readonly data: Uint8Array;
  /** Answers a request; does nothing when the message asked for no reply. */
  respond(payload: Uint8Array): void;
}

/** What `subscribe` returns. */
export interface TransportSubscription {
  /** Ends the delivery. Safe to call twice. */
  unsubscribe(): void;
}

/**
 * - `ERR_TRANSPORT_DISCONNECTED`: the connection is down, or went down before the confirmation; the message may or may not have arrived
 * - `ERR_TRANSPORT_PERMISSION`: the other side refuses the subject
 * - `ERR_TRANSPORT_TOO_LARGE`: above `maxPayloadBytes`
 * - `ERR_TRANSPORT_TIMEOUT`: no confirmation or no reply in time
 * - `ERR_TRANSPORT_NO_RESPONDERS`: nobody listens on the subject of a request
 * - `ERR_TRANSPORT_CLOSED`: closed for good
 */
export type TransportErrorCode =
  | "ERR_TRANSPORT_DISCONNECTED"
  | "ERR_TRANSPORT_PERMISSION"
  | "ERR_TRANSPORT_TOO_LARGE"
  | "ERR_TRANSPORT_TIMEOUT"
  | "ERR_TRANSPORT_NO_RESPONDERS"
  | "ERR_TRANSPORT_CLOSED";

const brand = Symbol.for("@kchat/chat-core.TransportError");

/** What a transport rejects with. */
export class TransportError extends Error {
  readonly [brand] = true;

  constructor(
    /** A stable code, see {@link TransportErrorCode}. */
    readonly code: TransportErrorCode,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
    this.name = "TransportError";
  }

  /** Whether the value is a `TransportError`, also one of another copy of this package. */
  static isInstance(value: unknown): value is TransportError {
    return typeof value === "object" && value !== null && brand in value;
  }
}
