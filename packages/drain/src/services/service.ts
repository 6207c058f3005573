import type { Message, PublishOptions } from "../connection/message.js";

/** A request to a micro service, in both generations of the client. */
export interface ServiceMessage extends Message {
  /** Answers with an error that `ServiceError.isServiceError()` recognises. */
  respondError(
    code: number,
    description: string,
    data?: Uint8Array,
    options?: PublishOptions,
  ): boolean;
}

/** Where and how an endpoint listens. */
export interface EndpointOptions {
  /** Subject. @default the endpoint's name */
  subject?: string;
  /** Queue group. @default that of the group or service */
  queue?: string;
  /** Shown by the service's INFO. */
  metadata?: Record<string, string>;
}

/** What the client is given for an endpoint. @internal */
export interface ClientEndpoint extends EndpointOptions {
  handler?: (error: Error | null, message: ServiceMessage) => void;
}

/** A group of endpoints below one subject, as the clients make it. */
export interface ClientServiceGroup {
  addEndpoint(name: string, options?: ClientEndpoint): unknown;
  addGroup(subject?: string, queue?: string): ClientServiceGroup;
}

/**
 * The part of a micro service that kchat uses: the result of `nc.services.add()` of `nats` 2.x, or
 * of `new Svcm(nc).add()` of `@nats-io/services` 3.x.
 */
export interface ClientService extends ClientServiceGroup {
  /** Name, version and so on. */
  info(): { name: string };
  /** Resolves when it has stopped, by `stop()` or since its connection closed. */
  readonly stopped: Promise<null | Error>;
  /** Stops all endpoints; resolves when the server has confirmed, not when handlers are done. */
  stop(error?: Error): Promise<null | Error>;
}
