import type { Connection } from "../connection/connection.js";
import type { TrackedConnection } from "../tracking/tracked-connection.js";
import type { Handler } from "../tracking/tracker.js";
import type {
  ClientService,
  ClientServiceGroup,
  EndpointOptions,
  ServiceMessage,
} from "./service.js";
import { TrackedEndpoint } from "./tracked-endpoint.js";

/** How an endpoint listens and who works on its requests; without a handler it is iterated. */
export interface TrackedEndpointOptions extends EndpointOptions {
  /** A promise that it returns is awaited; what it throws becomes a service error. */
  handler?: Handler<ServiceMessage>;
}

/** Endpoints below one subject whose running handlers are known. */
export class TrackedServiceGroup {
  readonly #group: ClientServiceGroup;
  readonly #add: (name: string, handler?: Handler<ServiceMessage>) => TrackedEndpoint;

  /** @internal */
  constructor(
    group: ClientServiceGroup,
    add: (name: string, handler?: Handler<ServiceMessage>) => TrackedEndpoint,
  ) {
    this.#group = group;
    this.#add = add;
  }

  /**
   * Adds an endpoint: with a handler, or as an async iterable that ends when the service stops.
   *
   * @throws {@link DrainError} `ERR_DRAINING` once a drain has begun.
   * @example
   * ```ts
   * service.addEndpoint("max", async (_error, message) => {
   *   message.respond(String(Math.max(...message.json<number[]>())));
   * });
   * ```
   */
  addEndpoint(
    name: string,
    options: Handler<ServiceMessage> | TrackedEndpointOptions = {},
  ): TrackedEndpoint {
    const { handler, ...where } = typeof options === "function" ? { handler: options } : options;
    const endpoint = this.#add(name, handler);
    this.#group.addEndpoint(name, { ...where, handler: endpoint.receive });
    return endpoint;
  }

  /** Adds a group below this one. */
  addGroup(subject?: string, queue?: string): TrackedServiceGroup {
    return new TrackedServiceGroup(this.#group.addGroup(subject, queue), this.#add);
  }
}

/** A micro service whose running handlers are known. Made by {@link trackService}. */
export class TrackedService<S extends ClientService = ClientService> extends TrackedServiceGroup {
  /** The service underneath, for its statistics and identity. */
  readonly service: S;
  #stopped: Promise<void> | undefined;

  /** @internal */
  constructor(connection: TrackedConnection<Connection>, service: S) {
    const endpoints: TrackedEndpoint[] = [];
    const { name: serviceName } = service.info();
    super(service, (name, handler) => {
      connection.refuseIfDraining(`add the endpoint ${serviceName}.${name}`);
      const { tracker } = connection;
      const stop = (): Promise<void> => this.stop();
      const endpoint = new TrackedEndpoint(`${serviceName}.${name}`, handler, tracker, stop);
      endpoints.push(endpoint);
      return endpoint;
    });
    this.service = service;
    void service.stopped.then(() => {
      for (const endpoint of endpoints) endpoint.end();
    });
  }

  /** Takes no more requests; resolves when the server has confirmed. Loops over endpoints end. */
  stop(): Promise<void> {
    this.#stopped ??= this.#stop();
    return this.#stopped;
  }

  async #stop(): Promise<void> {
    const error = await this.service.stop();
    if (error) throw error;
  }
}

/**
 * Makes a micro service of either client leave properly: its handlers are awaited, what they reject
 * with becomes a service error, and endpoints that are read by a loop end. The clients do none of it.
 *
 * @param connection - Made by `track` from the connection that the service uses; its `drain` stops
 * the service.
 * @param service - A service without endpoints; add them to the result.
 * @example
 * ```ts
 * const tracked = track(await connect());
 * const plain = await tracked.connection.services.add({ name: "maths", version: "1.0.0" });
 * const service = trackService(tracked, plain);
 * service.addEndpoint("double", async (_error, message) => {
 *   message.respond(String(2 * message.json<number>()));
 * });
 * ```
 */
export function trackService<S extends ClientService>(
  connection: TrackedConnection<Connection>,
  service: S,
): TrackedService<S> {
  return new TrackedService(connection, service);
}
