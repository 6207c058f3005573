import {
  type Connection,
  consume,
  drain,
  type JetStreamMessage,
  type JetStreamMessages,
  type TrackingEvent,
  track,
} from "@kchat/drain";
import type { NatsServer } from "@kchat/nats-server";
import { jetstream, jetstreamManager } from "@nats-io/jetstream";
import { connect as connectV3 } from "@nats-io/transport-node";
import { AckPolicy, connect as connectV2, type JetStreamManager } from "nats";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { closedAfterEach, serverForTests, sleep, until } from "../settings.js";

const server = serverForTests({ jetstream: true });
const closing = closedAfterEach();

interface Stored extends JetStreamMessage {
  json<T>(): T;
}

/** Opens a connection and consumes from it, by each generation's own JetStream client. */
const generations = [
  {
    name: "nats 2.x",
    async open(at: NatsServer, stream: string) {
      const connection = closing(await connectV2({ servers: at.url }));
      const consumer = await connection.jetstream().consumers.get(stream, "worker");
      const messages: JetStreamMessages<Stored> = await consumer.consume({ max_messages: 100 });
      return { connection: connection as Connection & { drain(): Promise<void> }, messages };
    },
  },
  {
    name: "@nats-io/jetstream 3.x",
    async open(at: NatsServer, stream: string) {
      const connection = closing(await connectV3({ servers: at.url }));
      await jetstreamManager(connection);
      const consumer = await jetstream(connection).consumers.get(stream, "worker");
      const messages: JetStreamMessages<Stored> = await consumer.consume({ max_messages: 100 });
      return { connection: connection as Connection & { drain(): Promise<void> }, messages };
    },
  },
];

let admin: Awaited<ReturnType<typeof connectV2>>;
let manager: JetStreamManager;
beforeAll(async () => {
  admin = await connectV2({ servers: server().url });
  manager = await admin.jetstreamManager();
});
afterAll(() => admin?.close());

let streams = 0;
/** A stream of numbered messages with one durable consumer. */
async function filledStream(count: number, ackWaitMs = 60_000): Promise<string> {
  const stream = `WORK${++streams}`;
  await manager.streams.add({ name: stream, subjects: [`${stream}.*`] });
  await manager.consumers.add(stream, {
    durable_name: "worker",
    ack_policy: AckPolicy.Explicit,
    ack_wait: ackWaitMs * 1_000_000,
  });
  const js = admin.jetstream();
  await Promise.all(
    Array.from({ length: count }, (_, i) => js.publish(`${stream}.job`, JSON.stringify(i))),
  );
  return stream;
}

async function consumerState(stream: string) {
  const info = await manager.consumers.info(stream, "worker");
  return { ackPending: info.num_ack_pending, pending: info.num_pending };
}

describe.each(generations)("consume with $name", (generation) => {
  it("confirms each ack of what it finished and returns the rest, where a plain drain leaves them pending", async () => {
    const control = await filledStream(300);
    const plain = await generation.open(server(), control);
    let worked = 0;
    const loop = (async () => {
      for await (const message of plain.messages) {
        await sleep(5);
        worked++;
        message.ack();
      }
    })().catch(() => undefined);
    await until("some work", () => worked > 10);
    await plain.connection.drain();
    expect((await consumerState(control)).ackPending).toBeGreaterThan(0);

    const stream = await filledStream(300, 5_000);
    const { connection, messages } = await generation.open(server(), stream);
    const tracked = track(connection);
    const done = new Set<number>();
    consume(
      tracked,
      messages,
      async (message) => {
        await sleep(5);
        done.add(message.json<number>());
      },
      { name: "worker" },
    );
    await until("some work", () => done.size > 10);
    const report = await drain(tracked);
    expect(report).toMatchObject({ outcome: "clean", abandoned: 0, failed: 0, exitCode: 0 });
    expect(report.finished).toBe(done.size);
    expect(report.received).toBe(report.finished + report.handedBack);
    // What no handler had begun can be taken by the next worker; only what was on the wire when
    // pulling stopped has to wait for ack_wait.
    const next = await generation.open(server(), stream);
    const again = track(next.connection);
    const rest: number[] = [];
    consume(again, next.messages, (message) => void rest.push(message.json<number>()));
    await until("the rest", () => new Set([...done, ...rest]).size === 300, 15_000);
    await drain(again);
    // Nothing that was acknowledged came twice.
    expect(rest.filter((id) => done.has(id))).toEqual([]);
    expect(await consumerState(stream)).toEqual({ ackPending: 0, pending: 0 });
    await loop;
  });

  it("keeps a long handler's message with working(), so that nobody else gets it", async () => {
    const stream = await filledStream(1, 500);
    const { connection, messages } = await generation.open(server(), stream);
    const tracked = track(connection);
    let deliveries = 0;
    consume(
      tracked,
      messages,
      async () => {
        deliveries++;
        await sleep(1_500);
      },
      { workingMs: 100, concurrency: 4 },
    );
    await until("the delivery", () => deliveries === 1);
    expect(await drain(tracked)).toMatchObject({ finished: 1, exitCode: 0 });
    expect(deliveries).toBe(1);
    expect(await consumerState(stream)).toEqual({ ackPending: 0, pending: 0 });
  });

  it("returns a message whose handler fails, and reports why", async () => {
    const stream = await filledStream(1);
    const { connection, messages } = await generation.open(server(), stream);
    const events: TrackingEvent[] = [];
    const tracked = track(connection, { onEvent: (event) => events.push(event) });
    let deliveries = 0;
    consume(
      tracked,
      messages,
      () => {
        if (++deliveries === 1) throw new Error("first time");
      },
      { retryDelayMs: 20 },
    );
    await until("the second delivery", () => deliveries === 2);
    const report = await drain(tracked);
    expect(report).toMatchObject({ received: 2, finished: 2, failed: 1 });
    expect(events).toMatchObject([{ type: "failure", error: { message: "first time" } }]);
    expect((await consumerState(stream)).ackPending).toBe(0);
  });

  it("hands a stuck handler's message back, and reports the ack that comes too late", async () => {
    const stream = await filledStream(1);
    const { connection, messages } = await generation.open(server(), stream);
    const events: TrackingEvent[] = [];
    const tracked = track(connection, { onEvent: (event) => events.push(event) });
    let release = (): void => undefined;
    let begun = false;
    consume(
      tracked,
      messages,
      async (message) => {
        begun = true;
        await new Promise<void>((resolve) => {
          release = resolve;
        });
        message.ack();
      },
      { retryDelayMs: 0 },
    );
    await until("the delivery", () => begun);
    const report = await drain(tracked, { deadlineMs: 400, abortMs: 50, flushMs: 100 });
    expect(report).toMatchObject({ handedBack: 1, abandoned: 0, finished: 0, exitCode: 1 });
    release();
    await until("the late ack", () => events.length > 0);
    expect(events[0]).toMatchObject({ type: "late", operation: "ack", reason: "handedBack" });
    const next = await generation.open(server(), stream);
    const again: number[] = [];
    consume(track(next.connection), next.messages, (message) => void again.push(message.json()));
    await until("the redelivery", () => again.length === 1, 5_000);
  });

  it("works on nothing more once the connection is closed, since it could not be acknowledged", async () => {
    const stream = await filledStream(50);
    const { connection, messages } = await generation.open(server(), stream);
    const tracked = track(connection);
    let begun = 0;
    let release = (): void => undefined;
    consume(tracked, messages, () => {
      begun++;
      return new Promise<void>((resolve) => {
        release = resolve;
      });
    });
    await until("the delivery", () => tracked.counts.received === 50);
    await connection.close();
    release();
    const report = await drain(tracked);
    expect(begun).toBe(1);
    expect(report).toMatchObject({ finished: 1, abandoned: 0 });
  });

  it("leaves messages to ack_wait if told to", async () => {
    const stream = await filledStream(20);
    const { connection, messages } = await generation.open(server(), stream);
    const tracked = track(connection);
    let begun = 0;
    consume(tracked, messages, () => sleep(++begun === 1 ? 100 : 0), { whenLeaving: "leave" });
    await until("the delivery", () => begun === 1 && tracked.counts.received === 20);
    const report = await drain(tracked);
    expect(report).toMatchObject({ finished: 1, handedBack: 19, exitCode: 0 });
    expect((await consumerState(stream)).ackPending).toBe(19);
  });
});

describe("consume", () => {
  it.each([
    { concurrency: 0 },
    { concurrency: 1.5 },
    { workingMs: -1 },
    { retryDelayMs: Number.NaN },
  ])("refuses %o", async (options) => {
    const stream = await filledStream(0);
    const { connection, messages } = await (generations[0] as (typeof generations)[0]).open(
      server(),
      stream,
    );
    expect(() => consume(track(connection), messages, () => undefined, options)).toThrow(
      expect.objectContaining({ code: "ERR_OPTION" }),
    );
  });
});
