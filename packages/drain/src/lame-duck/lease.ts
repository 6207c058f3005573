import type { ClientStatus, Connection } from "../connection/connection.js";
import { normaliseStatus } from "../connection/status.js";
import { track } from "../tracking/track.js";
import type { TrackedConnection, TrackOptions } from "../tracking/tracked-connection.js";

/** What a lease tells its owner. */
export interface LeaseListener {
  status(lease: Lease, status: ClientStatus): void;
  /** The server will go. */
  leaving(lease: Lease): void;
  /** The client has found a server again by itself. */
  reconnected(lease: Lease, previous: string): void;
  closed(lease: Lease, error: Error | undefined): void;
}

/** One of the connections behind the facade, for as long as it serves. */
export class Lease {
  readonly tracked: TrackedConnection;
  /** `host:port` of its server. */
  server: string;
  /** Whether its server is in lame duck mode. */
  isLeaving = false;
  /** Whether it has a server, as far as the client has told. */
  isConnected = true;
  readonly #listener: LeaseListener;
  #lose = (): void => undefined;
  #lost: Promise<void>;

  constructor(connection: Connection, options: TrackOptions, listener: LeaseListener) {
    this.tracked = track(connection, options);
    this.server = connection.getServer();
    this.#listener = listener;
    this.#lost = this.#whenLost();
    void this.#watch();
    // The announcement may have come before anybody listened.
    if (connection.info?.ldm === true) this.#leaves();
    connection.closed().then(
      (error) => this.#closed(error instanceof Error ? error : undefined),
      (error: unknown) => this.#closed(error instanceof Error ? error : new Error(String(error))),
    );
  }

  /** Resolves when the connection breaks or closes; a new promise each time that the client has reconnected. */
  get lost(): Promise<void> {
    return this.#lost;
  }

  get serverId(): string | undefined {
    return this.tracked.info?.server_id;
  }

  async #watch(): Promise<void> {
    for await (const raw of this.tracked.status()) {
      const status = normaliseStatus(raw);
      if (status.type === "ldm") this.#leaves();
      if (status.type === "disconnect") this.#disconnected();
      if (status.type === "reconnect") this.#reconnected();
      this.#listener.status(this, raw);
    }
  }

  #leaves(): void {
    if (this.isLeaving) return;
    this.isLeaving = true;
    queueMicrotask(() => this.#listener.leaving(this));
  }

  #disconnected(): void {
    this.isConnected = false;
    this.#lose();
  }

  #reconnected(): void {
    // 3.x tells it once for each attempt that it took.
    if (this.isConnected) return;
    this.isConnected = true;
    this.#lost = this.#whenLost();
    const previous = this.server;
    this.server = this.tracked.getServer();
    this.isLeaving = this.tracked.info?.ldm === true;
    this.#listener.reconnected(this, previous);
  }

  #whenLost(): Promise<void> {
    return new Promise((resolve) => {
      this.#lose = resolve;
    });
  }

  #closed(error: Error | undefined): void {
    this.#disconnected();
    this.#listener.closed(this, error);
  }
}
