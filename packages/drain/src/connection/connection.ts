import type { Message, Payload, PublishOptions } from "./message.js";
import type { SubscribeOptions, Subscription } from "./subscription.js";

/** What a server says about itself, the part that kchat reads. */
export interface ServerInfo {
  /** Identifier of the server's process. */
  readonly server_id: string;
  /** Name of the server. */
  readonly server_name: string;
  /** Version of the server. */
  readonly version: string;
  /** Name of its cluster. */
  readonly cluster?: string;
  /** Number of this connection on that server. */
  readonly client_id: number;
  /** Largest payload in bytes, headers included. */
  readonly max_payload: number;
  /** Whether headers can be sent. */
  readonly headers?: boolean;
  /** Whether JetStream is available. */
  readonly jetstream?: boolean;
  /** `host:port` of the servers of the cluster; in lame duck mode, of the others only. */
  readonly connect_urls?: string[];
  /** Whether the server is in lame duck mode. */
  readonly ldm?: boolean;
}

/** Options of a request. */
export interface RequestOptions extends PublishOptions {
  /** Milliseconds to wait for the answer. */
  timeout: number;
  /** Whether to use a subscription of its own instead of the shared one. */
  noMux?: boolean;
}

/** A status as a client yields it; {@link normaliseStatus} makes one type of both generations'. */
export interface ClientStatus {
  /** Name of the event, as the client calls it. */
  readonly type: string;
}

/**
 * The part of a NATS connection that kchat uses.
 *
 * `NatsConnection` of `nats` 2.x, of `@nats-io/transport-node` 3.x and of nats-core's `wsconnect`
 * satisfy it without a cast; so does anything else with this shape.
 *
 * @example
 * ```ts
 * import { connect } from "nats";
 * import type { Connection } from "@kchat/drain";
 *
 * const connection: Connection = await connect({ servers: "127.0.0.1:4222" });
 * ```
 */
export interface Connection {
  /** The server's last INFO; `undefined` while disconnected or closed. */
  readonly info?: ServerInfo | undefined;
  /** Subscribes by callback, or as an async iterator. */
  subscribe(subject: string, options?: SubscribeOptions): Subscription;
  /** Sends without confirmation; silently dropped by the clients while disconnected. */
  publish(subject: string, payload?: Payload, options?: PublishOptions): void;
  /** Sends and waits for the first answer. */
  request(subject: string, payload?: Payload, options?: RequestOptions): Promise<Message>;
  /** Resolves when the server has received everything sent before. */
  flush(): Promise<void>;
  /** Closes now; what is still in the client's buffer is lost. */
  close(): Promise<void>;
  /** Resolves when the connection has closed, with the error that closed it, if any. */
  // biome-ignore lint/suspicious/noConfusingVoidType: it is the type that the clients declare.
  closed(): Promise<void | Error>;
  /** Whether it has closed. */
  isClosed(): boolean;
  /** Whether the client's own drain was called. */
  isDraining(): boolean;
  /** `host:port` of the server it is connected to. */
  getServer(): string;
  /** What happens to the connection, in the client's own terms; see {@link statuses}. */
  status(): AsyncIterable<ClientStatus>;
}
