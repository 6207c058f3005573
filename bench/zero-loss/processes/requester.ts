import { setImmediate as nextTurn, setTimeout as sleep } from "node:timers/promises";
import type { Connection } from "@kchat/drain";
import {
  type Behaviour,
  connector,
  type Generation,
  type ManagedTimes,
  managedBy,
  rotated,
} from "../generations.js";
import { Ledger, type Tally } from "../ledger.js";
import type { Unanswered } from "../whereabouts.js";
import { serve } from "./remote.js";
import { watchStandstill } from "./standstill.js";

/** Sends requests by the clock, whether or not earlier ones are answered, and never twice. */
export interface RequesterSetup {
  readonly generation: Generation;
  readonly behaviour: Behaviour;
  readonly urls: readonly string[];
  readonly connections: number;
  readonly subject: string;
  readonly ratePerSecond: number;
  readonly timeoutMs: number;
  readonly times: ManagedTimes;
}

/** What came of it. */
export interface Requested {
  readonly tally: Tally;
  /** What the managed connections told about. */
  readonly journal: readonly string[];
  /** The longest wait for an answer that came. */
  readonly slowestMs: number;
  /** The rate that was kept up. */
  readonly sentPerSecond: number;
  /** The longest time for which this process did nothing but send, or nothing at all. */
  readonly standstillMs: number;
  readonly unanswered: readonly Unanswered[];
}

const TICK_MS = 5;
/**
 * What is sent before the process reads again. One that is seconds behind the clock and sends all of it at once hears of
 * no lame duck meanwhile, gets still further behind, and writes to connections that its servers have closed long ago.
 */
const MOST_AT_ONCE = 250;

let connections: Connection[] = [];
let ledger = new Ledger();
let setup: RequesterSetup | undefined;
let isSending = false;
let loop: Promise<void> = Promise.resolve();
const open = new Set<Promise<void>>();
const journal: string[] = [];
let slowestMs = 0;
let sendingMs = 0;
let standstillMs = (): number => 0;
let unanswered: Unanswered[] = [];

const methods = {
  /** Connects, and waits until every connection reaches a worker. */
  async connect(wanted: RequesterSetup): Promise<void> {
    setup = wanted;
    ledger = new Ledger();
    unanswered = [];
    const connect = connector(wanted.generation);
    connections = await Promise.all(
      Array.from({ length: wanted.connections }, (_, i) => {
        const urls = rotated(wanted.urls, i);
        return wanted.behaviour === "plain"
          ? connect(urls)
          : managedBy(connect, urls, wanted.times, journal);
      }),
    );
    await Promise.all(connections.map((connection) => warmUp(connection, wanted.subject)));
  },

  /** Begins to send. */
  begin(): void {
    isSending = true;
    standstillMs = watchStandstill();
    loop = sendByTheClock();
  },

  /** Stops sending, waits for the last answers, and adds up. */
  async finish(): Promise<Requested> {
    isSending = false;
    await loop;
    await Promise.all(open);
    await Promise.all(connections.map((connection) => connection.close()));
    const tally = ledger.tally();
    return {
      tally,
      journal,
      slowestMs,
      sentPerSecond: tally.sent / (sendingMs / 1000),
      standstillMs: standstillMs(),
      unanswered,
    };
  },
};

/** The calls that the parent can make. */
export type Requester = typeof methods;

async function warmUp(connection: Connection, subject: string): Promise<void> {
  const deadline = Date.now() + 20_000;
  for (let inARow = 0; inARow < 20; ) {
    try {
      await connection.request(subject, "warm-up", { timeout: 2_000 });
      inARow += 1;
    } catch (error) {
      if (Date.now() > deadline) throw error;
      inARow = 0;
      await sleep(20);
    }
  }
}

async function sendByTheClock(): Promise<void> {
  if (setup === undefined) throw new Error("connect first");
  const { ratePerSecond } = setup;
  const startedAt = performance.now();
  let sent = 0;
  while (isSending) {
    const due = Math.floor(((performance.now() - startedAt) / 1000) * ratePerSecond);
    const until = Math.min(due, sent + MOST_AT_ONCE);
    for (; sent < until; sent += 1) send(setup, sent);
    await (sent < due ? nextTurn() : sleep(TICK_MS));
  }
  sendingMs = performance.now() - startedAt;
}

function send({ subject, timeoutMs }: RequesterSetup, at: number): void {
  const connection = connections[at % connections.length];
  if (connection === undefined) return;
  const id = ledger.send();
  const sentAt = performance.now();
  const askedAt = Date.now();
  const fail = (reason: unknown): void => {
    ledger.fail(reason);
    unanswered.push({ id: String(id), askedAt });
  };
  const request = Promise.resolve()
    .then(() => connection.request(subject, String(id), { timeout: timeoutMs }))
    .then((answer) => {
      if (answer.headers?.has("Nats-Service-Error")) fail(answer.headers.get("Nats-Service-Error"));
      else ledger.answer(Number(answer.string()));
      slowestMs = Math.max(slowestMs, performance.now() - sentAt);
    }, fail)
    .finally(() => open.delete(request));
  open.add(request);
}

serve(methods);
