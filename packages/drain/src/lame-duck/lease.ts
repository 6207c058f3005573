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
  /** Resolves when the connection breaks or closes. */
  readonly lost: Promise<void>;
  readonly #listener: LeaseListener;
  #lose = (): void => undefined;

  constructor(connection: Connection, options: TrackOptions, listener: LeaseListener) {
    this.tracked = track(connection, options);
    this.server = connection.getServer();
    this.#listener = listener;
    this.lost = new Promise((resolve) => {
      this.#lose = resolve;
    });
    void this.#watch();
    // The announcement may have come before anybody listened.
    if (connection.info?.ldm === true) this.#leaves();
    connection.closed().then(
      (error) => this.#closed(error instanceof Error ? error : undefined),
      (error: unknown) => this.#closed(error instanceof Error ? error : new Error(String(error))),
    );
  }

  get serverId(): string {
    return this.tracked.info?.server_id ?? "";
  }

  async #watch(): Promise<void> {
    for await (const raw of this.tracked.status()) {
      const status = normaliseStatus(raw);
      if (status.type === "ldm") this.#leaves();
      if (status.type === "disconnect") this.#lose();
      if (status.type === "reconnect") this.#reconnected();
      this.#listener.status(this, raw);
    }
  }

  #leaves(): void {
    if (this.isLeaving) return;
    this.isLeaving = true;
    queueMicrotask(() => this.#listener.leaving(this));
  }

  #reconnected(): void {
    const previous = this.server;
    this.server = this.tracked.getServer();
    this.isLeaving = this.tracked.info?.ldm === true;
    this.#listener.reconnected(this, previous);
  }

  #closed(error: Error | undefined): void {
    this.#lose();
    this.#listener.closed(this, error);
  }
}
