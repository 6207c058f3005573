import type { Connection } from "../connection/connection.js";
import { type DrainOptions, planDrain } from "../drain/options.js";
import { DrainError } from "../errors/drain-error.js";
import { checkTimes } from "../platform/timer.js";
import type { TrackedConnection, TrackOptions } from "../tracking/tracked-connection.js";
import type { HandOverEvent } from "./events.js";

/** Opens a connection to one of `servers`, in the client and with the credentials that the application chose. */
export type Connect = (servers: string[]) => Promise<Connection>;

/** Options of {@link manage}. */
export interface ManageOptions {
  /** Opens each of the connections; called again for every hand-over, so it can fetch fresh credentials. */
  readonly connect: Connect;
  /** Where to find the cluster at first; later the servers' own announcements count. */
  readonly servers: readonly string[];
  /**
   * What each connection needs besides subscriptions, JetStream consumers or services for example. Runs before
   * a new connection takes over; what is made on the connection it gets is drained with it.
   */
  readonly prepare?: ((connection: TrackedConnection) => void | Promise<void>) | undefined;
  /**
   * Milliseconds between the proof that the old server knows of the new subscriptions and the drain of the old
   * ones, in which the rest of the cluster hears of them. Raise it across gateways and leaf nodes.
   *
   * @default 250
   */
  readonly settleMs?: number | undefined;
  /**
   * At most this many milliseconds, by chance, between the announcement of a lame duck and the reaction to it: all
   * clients of a server hear it at the same instant. Keep it well below the server's grace period.
   *
   * @default 2_000
   */
  readonly jitterMs?: number | undefined;
  /**
   * Milliseconds that a new server has for accepting the connection, its subscriptions and the probe.
   *
   * @default 5_000
   */
  readonly attemptMs?: number | undefined;
  /**
   * Makes the subject of a probe. The user must be allowed to publish and to subscribe to it; where it can't be
   * probed, settling alone has to do.
   *
   * @default a random subject below `_INBOX.`
   */
  readonly probeSubject?: (() => string) | undefined;
  /** How an old connection is drained. @default the defaults of `drain` */
  readonly drain?: Omit<DrainOptions, "signal"> | undefined;
  /** How each connection is tracked. */
  readonly track?: TrackOptions | undefined;
  /** Told of every hand-over and of what failed on the way; what it throws is ignored. */
  readonly onEvent?: ((event: HandOverEvent) => void) | undefined;
  /** A number from 0 up to, but without, 1. @default Math.random */
  readonly random?: (() => number) | undefined;
}

/** The options with their defaults, checked. */
export interface ManagePlan {
  readonly connect: Connect;
  readonly servers: readonly string[];
  readonly prepare: (connection: TrackedConnection) => void | Promise<void>;
  readonly settleMs: number;
  readonly jitterMs: number;
  readonly attemptMs: number;
  readonly probeSubject: () => string;
  readonly drain: Omit<DrainOptions, "signal">;
  readonly track: TrackOptions;
  readonly random: () => number;
  readonly emit: (event: HandOverEvent) => void;
}

export function planManagement(options: ManageOptions): ManagePlan {
  const { settleMs = 250, jitterMs = 2_000, attemptMs = 5_000, random = Math.random } = options;
  checkTimes({ settleMs, jitterMs, attemptMs });
  planDrain(options.drain ?? {});
  if (options.servers.length === 0) {
    throw new DrainError("ERR_OPTION", "servers must name at least one server to begin with");
  }
  return {
    connect: options.connect,
    servers: options.servers,
    prepare: options.prepare ?? (() => undefined),
    settleMs,
    jitterMs,
    attemptMs,
    probeSubject: options.probeSubject ?? (() => `_INBOX.probe.${crypto.randomUUID()}`),
    drain: options.drain ?? {},
    track: options.track ?? {},
    random,
    emit(event) {
      try {
        options.onEvent?.(event);
      } catch {
        // A listener that throws must not stop a hand-over half way.
      }
    },
  };
}
