import { setTimeout as sleep } from "node:timers/promises";
import type { Connection } from "@kchat/drain";
import {
  type Behaviour,
  connector,
  type Generation,
  type ManagedTimes,
  managedBy,
} from "../generations.js";
import { serve } from "./remote.js";

/** A publisher or a subscriber of events. */
export interface EventSetup {
  readonly generation: Generation;
  readonly behaviour: Behaviour;
  readonly urls: readonly string[];
  readonly subject: string;
  readonly times: ManagedTimes;
}

/** What one subscriber received. */
export interface Reception {
  /** Distinct events. */
  readonly received: number;
  /** Events that it received more than once. */
  readonly repeated: number;
}

const TICK_MS = 5;
const journal: string[] = [];
const receptions: { readonly seen: Set<string>; repeated: number }[] = [];
const connections: Connection[] = [];
let isSending = false;
let sent = 0;
let loop: Promise<void> = Promise.resolve();

const methods = {
  /** Adds a subscriber, without a queue group. */
  async subscribe(setup: EventSetup): Promise<void> {
    const connection = await open(setup);
    const reception = { seen: new Set<string>(), repeated: 0 };
    receptions.push(reception);
    connection.subscribe(setup.subject, {
      callback: (error, message) => {
        if (error !== null) return;
        const id = message.string();
        if (reception.seen.has(id)) reception.repeated += 1;
        reception.seen.add(id);
      },
    });
    await connection.flush();
  },

  /** Publishes numbered events by the clock. */
  async begin(setup: EventSetup, ratePerSecond: number): Promise<void> {
    const connection = await open(setup);
    isSending = true;
    loop = publishByTheClock(connection, setup.subject, ratePerSecond);
  },

  /** Stops publishing; resolves with the number of events when the server has the last one. */
  async finish(): Promise<number> {
    isSending = false;
    await loop;
    await Promise.all(connections.map((connection) => connection.flush()));
    return sent;
  },

  report(): { receptions: Reception[]; journal: string[] } {
    const counts = receptions.map(({ seen, repeated }) => ({ received: seen.size, repeated }));
    return { receptions: counts, journal };
  },
};

/** The calls that the parent can make. */
export type EventHost = typeof methods;

async function open(setup: EventSetup): Promise<Connection> {
  const { generation, behaviour, urls, times } = setup;
  const connect = connector(generation);
  const connection =
    behaviour === "plain"
      ? await connect([...urls])
      : await managedBy(connect, urls, times, journal);
  connections.push(connection);
  return connection;
}

async function publishByTheClock(
  connection: Connection,
  subject: string,
  ratePerSecond: number,
): Promise<void> {
  const startedAt = performance.now();
  while (isSending) {
    const due = Math.floor(((performance.now() - startedAt) / 1000) * ratePerSecond);
    for (; sent < due; sent += 1) connection.publish(subject, String(sent));
    await sleep(TICK_MS);
  }
}

serve(methods);
