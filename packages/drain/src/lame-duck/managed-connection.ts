import type {
  ClientStatus,
  Connection,
  RequestOptions,
  ServerInfo,
} from "../connection/connection.js";
import type { Message, Payload, PublishOptions } from "../connection/message.js";
import { type DrainOptions, planDrain } from "../drain/options.js";
import type { DrainReport } from "../drain/report.js";
import { within } from "../drain/within.js";
import { DrainError } from "../errors/drain-error.js";
import type { TrackedConnection, TrackedSubscribeOptions } from "../tracking/tracked-connection.js";
import type { HandOverReason } from "./events.js";
import { handOver } from "./hand-over.js";
import { Lease, type LeaseListener } from "./lease.js";
import { ManagedSubscription } from "./managed-subscription.js";
import type { ManagePlan } from "./options.js";
import { Retirement } from "./retirement.js";
import { ServerDirectory } from "./server-directory.js";
import { Stage } from "./stage.js";
import { StatusFeed } from "./status-feed.js";

/** A connection that moves to another server before its own one goes. Made by {@link manage}. */
export class ManagedConnection implements Connection {
  readonly #plan: ManagePlan;
  readonly #directory: ServerDirectory;
  readonly #subscriptions = new Set<ManagedSubscription>();
  readonly #feed = new StatusFeed();
  readonly #stop = new AbortController();
  readonly #retirement = new Retirement();
  readonly #stage = new Stage();
  readonly #leases = new Set<Lease>();
  readonly #closed: Promise<undefined | Error>;
  #resolveClosed: (error: undefined | Error) => void = () => undefined;
  #current: Lease;
  #moving: Promise<boolean> | undefined;
  #lastId = 0;
  #drained: Promise<DrainReport> | undefined;
  #isClosed = false;
  /** Whether the listeners have last heard of a loss. */
  #isDown = false;

  private constructor(plan: ManagePlan, connection: Connection) {
    this.#plan = plan;
    this.#directory = new ServerDirectory(plan.servers);
    this.#closed = new Promise((resolve) => {
      this.#resolveClosed = resolve;
    });
    this.#current = this.#lease(connection);
  }

  /** @internal */
  static async open(plan: ManagePlan): Promise<ManagedConnection> {
    const managed = new ManagedConnection(plan, await plan.connect([...plan.servers]));
    try {
      await plan.prepare(managed.tracked);
    } catch (error) {
      await managed.close();
      throw error;
    }
    return managed;
  }

  /** The connection in use now; another one after a hand-over. */
  get tracked(): TrackedConnection {
    return this.#current.tracked;
  }

  get info(): ServerInfo | undefined {
    return this.tracked.info;
  }

  /** Whether a hand-over is under way. */
  get isMoving(): boolean {
    return this.#moving !== undefined;
  }

  /**
   * Moves to a new connection without losing a message, for example because credentials were renewed: `connect` is
   * called again, until it succeeds. A hand-over that is under way ends first.
   *
   * @param options - Its signal gives up: the old connection stays.
   * @returns whether it moved; `false` if it was given up, or the connection was closed before it could.
   * @throws {@link DrainError} `ERR_CLOSED` if the connection is closed, or being drained, already.
   * @example
   * ```ts
   * credentials = await renew();
   * await managed.handOver();
   * ```
   */
  async handOver({ signal }: { signal?: AbortSignal | undefined } = {}): Promise<boolean> {
    // Another one can begin the moment that one ends, or be about to begin: its first event is told before.
    do await this.#moving;
    while (this.#moving !== undefined);
    return this.#move("renewal", signal);
  }

  /**
   * Subscribes until the subscription or this connection is closed, over all hand-overs. With a queue group each
   * message is delivered once; without one, during a hand-over, a message can be delivered twice and two can change
   * places.
   *
   * @throws {@link DrainError} `ERR_DRAINING` once a drain has begun.
   */
  subscribe(subject: string, options: TrackedSubscribeOptions = {}): ManagedSubscription {
    this.#lastId += 1;
    const subscription = new ManagedSubscription(
      subject,
      options,
      this.#lastId,
      this.#plan.settleMs / 2,
      (gone) => this.#subscriptions.delete(gone),
    );
    subscription.attach(this.#current);
    this.#subscriptions.add(subscription);
    this.#stage.attach(subscription);
    return subscription;
  }

  publish(subject: string, payload?: Payload, options?: PublishOptions): void {
    this.tracked.publish(subject, payload, options);
  }

  request(subject: string, payload?: Payload, options?: RequestOptions): Promise<Message> {
    return this.tracked.request(subject, payload, options);
  }

  flush(): Promise<void> {
    return this.tracked.flush();
  }

  /** Leaves without losing anything, see `drain`; reports on all connections since the beginning. */
  async drain(options: DrainOptions = {}): Promise<DrainReport> {
    // Before anything stops: what is refused leaves the connection in service.
    if (this.#drained === undefined) planDrain(options);
    this.#drained ??= this.#drain(options);
    return this.#drained;
  }

  async close(): Promise<void> {
    this.#stop.abort();
    const closing = [...this.#leases].map((lease) => lease.tracked.close());
    // Over WebSocket, 3.x waits for a server that takes nothing more for ever.
    await within(Promise.all(closing), this.#plan.attemptMs);
    this.#end(undefined);
  }

  // biome-ignore lint/suspicious/noConfusingVoidType: it is the type that the clients declare.
  closed(): Promise<void | Error> {
    return this.#closed;
  }

  isClosed(): boolean {
    return this.#isClosed;
  }

  isDraining(): boolean {
    return this.#drained !== undefined;
  }

  getServer(): string {
    return this.tracked.getServer();
  }

  /** What happens to the connection in use; a hand-over shows as `{ type: "handOver", server }`. */
  status(): AsyncIterable<ClientStatus> {
    return this.#feed.listen();
  }

  /** The same as {@link drain}. */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.drain();
  }

  async #drain(options: DrainOptions): Promise<DrainReport> {
    this.#stop.abort();
    await this.#moving;
    for (const lease of this.#leases) void this.#retirement.retire(lease, options);
    const { phases } = await this.#retirement.retire(this.#current, options);
    const report = await this.#retirement.report();
    this.#end(undefined);
    return { ...report, phases };
  }

  #lease(connection: Connection): Lease {
    const listener: LeaseListener = {
      status: (lease, status) => {
        if (lease !== this.#current) return;
        if (status.type === "disconnect") this.#isDown = true;
        if (status.type === "reconnect") this.#isDown = false;
        // Its own end is told once, by the facade.
        if (status.type !== "close") this.#feed.push(status);
      },
      leaving: (lease) => {
        if (lease === this.#current) this.#leaveLameDuck();
      },
      reconnected: (lease, previous) => {
        if (lease !== this.#current || this.#moving === undefined) return;
        this.#plan.emit({ type: "overtaken", from: previous, to: lease.server });
      },
      closed: (lease, error) => {
        this.#leases.delete(lease);
        this.#stage.leave(lease);
        // A hand-over that is under way goes on: it is what can still save the connection.
        if (lease === this.#current && this.#moving === undefined) this.#over(error);
      },
    };
    const lease = new Lease(connection, this.#plan.track, listener);
    this.#leases.add(lease);
    return lease;
  }

  #move(reason: HandOverReason, signal?: AbortSignal): Promise<boolean> {
    if (this.#isClosed || this.#drained !== undefined) {
      const error = new DrainError("ERR_CLOSED", "a closed connection can't be handed over");
      return Promise.reject(error);
    }
    const old = this.#current;
    const host = {
      plan: this.#plan,
      directory: this.#directory,
      subscriptions: this.#subscriptions,
      open: async (servers: string[]) => this.#lease(await this.#plan.connect(servers)),
      stage: this.#stage,
      giveUp: (lease: Lease) => {
        this.#stage.leave(lease);
        void this.#retirement.retire(lease, this.#plan.drain);
      },
      swap: (to: Lease) => this.#swap(to),
      retire: (lease: Lease) => this.#retire(lease),
    };
    const stop = this.#stop.signal;
    const either = signal === undefined ? stop : AbortSignal.any([stop, signal]);
    this.#moving = handOver(host, old, reason, either).finally(() => {
      this.#moving = undefined;
      const { tracked, isLeaving } = this.#current;
      // What happened while it moved: the connection in use closed, or its server said that it goes.
      if (tracked.isClosed()) void tracked.closed().then((error) => this.#over(error || undefined));
      else if (isLeaving) this.#leaveLameDuck();
    });
    return this.#moving;
  }

  #leaveLameDuck(): void {
    const isOver = this.#stop.signal.aborted || this.#drained !== undefined;
    if (!isOver && this.#moving === undefined) void this.#move("lameDuck");
  }

  #swap(to: Lease): void {
    this.#current = to;
    this.#stage.leave(to);
    this.#feed.push({ type: "handOver", server: to.server } as ClientStatus);
    if (this.#isDown) this.#feed.push({ type: "reconnect", server: to.server } as ClientStatus);
    this.#isDown = false;
  }

  #retire(old: Lease): void {
    const { server } = old;
    void this.#retirement
      .retire(old, this.#plan.drain)
      .then((report) => this.#plan.emit({ type: "drained", server, report }));
  }

  /** The connection in use has closed, and nothing can replace it. A drain ends by itself. */
  #over(error: Error | undefined): void {
    if (this.#drained === undefined) this.#end(error);
  }

  #end(error: Error | undefined): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    this.#stop.abort();
    for (const subscription of this.#subscriptions) subscription.end(error);
    this.#feed.push({ type: "close" });
    this.#feed.end();
    this.#resolveClosed(error);
  }
}
