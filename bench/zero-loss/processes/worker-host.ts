import { setTimeout as sleep } from "node:timers/promises";
import { drain, type Message, type TrackedConnection, track } from "@kchat/drain";
import { connector, type Generation, type ManagedTimes, managedBy } from "../generations.js";
import { trace, type Unanswered, type Whereabouts } from "../whereabouts.js";
import { serve } from "./remote.js";
import { watchStandstill } from "./standstill.js";

/** One worker of the queue group. */
export interface WorkerSetup {
  readonly name: string;
  readonly generation: Generation;
  readonly urls: readonly string[];
  readonly subject: string;
  /** `plain` uses the client as it is, `tracked` waits for its handlers, `managed` moves off lame ducks as well. */
  readonly behaviour: "plain" | "tracked" | "managed";
  /** How it leaves. */
  readonly leaves: "drain" | "clientDrain" | "close";
  readonly handlerMs: { readonly min: number; readonly max: number };
  readonly times: ManagedTimes;
}

/** What the workers of this process did. */
export interface WorkReport {
  readonly started: number;
  readonly finished: number;
  /** Requests that more than one worker began, or one began twice. */
  readonly repeated: number;
  /** Drains whose own report says that something was left behind. */
  readonly unclean: number;
  /** What the managed connections told about. */
  readonly journal: readonly string[];
  /** The longest time for which this process did nothing. */
  readonly standstillMs: number;
  readonly whereabouts: Whereabouts;
}

const workers = new Map<string, { leave(): Promise<void> }>();
const seen = new Set<string>();
const answeredAt = new Map<string, number>();
const standstillMs = watchStandstill();
let started = 0;
let finished = 0;
let repeated = 0;
let unclean = 0;
const journal: string[] = [];

const methods = {
  /** Starts a worker; resolves when its server has its subscription. */
  async start(setup: WorkerSetup): Promise<void> {
    const { generation, urls, behaviour, leaves, times, subject } = setup;
    const connect = connector(generation);
    const callback = (error: Error | null, message: Message) => work(setup, error, message);
    const subscription = { queue: "workers", callback };
    if (behaviour === "managed") {
      const managed = await managedBy(connect, urls, times, journal);
      managed.subscribe(subject, subscription);
      await managed.flush();
      workers.set(setup.name, { leave: async () => note(await managed.drain()) });
      return;
    }
    const plain = await connect([...urls]);
    if (behaviour === "plain") {
      plain.subscribe(subject, { ...subscription, callback: (e, m) => void callback(e, m) });
      const leave = () => (leaves === "clientDrain" ? plain.drain() : plain.close());
      workers.set(setup.name, { leave });
    } else {
      const tracked: TrackedConnection = track(plain);
      tracked.subscribe(subject, subscription);
      workers.set(setup.name, { leave: async () => note(await drain(tracked)) });
    }
    await plain.flush();
  },

  /** Has a worker leave, in the way that it was started with. */
  async leave(name: string): Promise<void> {
    await workers.get(name)?.leave();
    workers.delete(name);
  },

  report(unanswered: readonly Unanswered[], timeoutMs: number): WorkReport {
    const whereabouts = trace(unanswered, timeoutMs, seen, answeredAt);
    const counts = { started, finished, repeated, unclean };
    return { ...counts, journal, standstillMs: standstillMs(), whereabouts };
  },
};

/** The calls that the parent can make. */
export type WorkerHost = typeof methods;

async function work(setup: WorkerSetup, error: Error | null, message: Message): Promise<void> {
  if (error !== null) return;
  const id = message.string();
  if (id !== "warm-up") {
    started += 1;
    if (seen.has(id)) repeated += 1;
    seen.add(id);
  }
  const { min, max } = setup.handlerMs;
  await sleep(min + Math.random() * (max - min));
  const isSent = message.respond(message.data);
  if (id === "warm-up") return;
  finished += 1;
  if (isSent) answeredAt.set(id, Date.now());
}

function note(report: { readonly outcome: string }): void {
  if (report.outcome !== "clean") unclean += 1;
}

serve(methods);
