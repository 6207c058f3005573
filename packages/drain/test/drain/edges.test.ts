import {
  type DrainReport,
  drain,
  type Message,
  statuses,
  type TrackingEvent,
  track,
} from "@kchat/drain";
import { startServer } from "@kchat/nats-server";
import { describe, expect, it } from "vitest";
import { v2, v3 } from "../clients.js";
import { closedAfterEach, freePort, sleep, until } from "../settings.js";
import { requests } from "./requests.js";

const closing = closedAfterEach();
const phase = (report: DrainReport, name: string): string | undefined =>
  report.phases.find((one) => one.name === name)?.outcome;

const patient = { maxReconnectAttempts: -1, reconnectTimeWait: 100 };

// One TCP client of each generation; the WebSocket transport shares its code with 3.x.
describe.each([v2, v3])("drain of $name at the edges", (client) => {
  it("ends in time against a frozen server, where the client's own drain hangs", async () => {
    await using server = await startServer();
    const tracked = track(closing(await client.connect(server)));
    const plain = closing(await client.connect(server));
    let froze = (): void => undefined;
    const frozen = new Promise<void>((resolve) => {
      froze = resolve;
    });
    tracked.subscribe("jobs", {
      callback: async (_error, message) => {
        await frozen;
        await sleep(100);
        message.respond("done");
      },
    });
    await tracked.flush();
    const asked = await requests(closing(await v2.connect(server)), "jobs", 3, 2_000);
    await until("the requests to arrive", () => tracked.counts.running === 3);
    const ice = await server.freeze();
    froze();
    let plainEnded = false;
    void plain.drain().then(
      () => (plainEnded = true),
      () => (plainEnded = true),
    );
    const report = await drain(tracked, { deadlineMs: 1_500, abortMs: 100, flushMs: 300 });
    expect(report).toMatchObject({
      outcome: "incomplete",
      finished: 3,
      abandoned: 0,
      exitCode: 1,
    });
    expect(report.unflushed).toBeGreaterThanOrEqual(3);
    expect(phase(report, "flush")).toBe("timeout");
    expect(report.totalMs).toBeLessThan(10_000);
    expect(tracked.isClosed()).toBe(true);
    expect(plainEnded).toBe(false);
    ice.thaw();
    await asked.done;
  });

  it("waits for the server to come back and then delivers what handlers answered meanwhile", async () => {
    const port = await freePort();
    await using server = await startServer({ port });
    const tracked = track(closing(await client.connect(server, patient)));
    const requester = closing(await v2.connect(server, patient));
    const plain = closing(await client.connect(server, patient));
    let control = 0;
    const answer = async (message: Message): Promise<void> => {
      await until("the connection to break", () => !tracked.isConnected);
      if (message.respond("done") && message.subject === "control") control++;
    };
    tracked.subscribe("jobs", { callback: (_error, message) => answer(message) });
    plain.subscribe("control", { callback: (_error, message) => void answer(message) });
    await Promise.all([tracked.flush(), plain.flush()]);
    for (let i = 0; i < 3; i++) {
      requester.publish("jobs", "", { reply: "answers" });
      requester.publish("control", "", { reply: "answers" });
    }
    await requester.flush();
    await until("the requests to arrive", () => tracked.counts.running === 3);
    server.signal("SIGKILL");
    await server.exited;
    let waits = false;
    const drained = drain(tracked, {
      whenDisconnected: { waitMs: 15_000 },
      onEvent: (event) => {
        if (event.type === "begin" && event.phase === "reconnect") waits = true;
      },
    });
    await until("the wait for the server", () => waits);
    await server.restart();
    const report = await drained;
    expect(control).toBe(3);
    expect(report).toMatchObject({ finished: 3, abandoned: 0, unflushed: 0, exitCode: 0 });
    expect(phase(report, "reconnect")).toBe("done");
    expect(tracked.isClosed()).toBe(true);
    // Three answers reached the server after its return; the control group's three did not.
    expect((await server.varz()).in_msgs).toBe(3);
  });

  it("closes now while disconnected if told to, and leaves no zombie behind", async () => {
    const port = await freePort();
    await using server = await startServer({ port });
    const raw = closing(await client.connect(server, patient));
    const tracked = track(raw);
    const answered: Message[] = [];
    tracked.subscribe("jobs", {
      callback: async (_error, message) => {
        await until("the connection to break", () => !tracked.isConnected);
        message.respond("done");
        answered.push(message);
      },
    });
    await tracked.flush();
    // Dials less often than a zombie would, and so comes back after it.
    const seldom = { ...patient, reconnectTimeWait: 500 };
    const requester = track(closing(await v2.connect(server, seldom)));
    requester.publish("jobs", "", { reply: "answers" });
    await requester.flush();
    await until("the request to arrive", () => tracked.counts.running === 1);
    server.signal("SIGKILL");
    await server.exited;
    const report = await drain(tracked, { whenDisconnected: "close" });
    expect(report).toMatchObject({ outcome: "incomplete", finished: 1, unflushed: 1, exitCode: 1 });
    expect(phase(report, "reconnect")).toBe("skipped");
    expect(raw.isClosed()).toBe(true);
    await server.restart();
    await until("the requester to be back", () => requester.isConnected);
    expect((await server.connz()).num_connections).toBe(1);
  });

  it("doesn't wait for a client that has given its server up, and says whose answer is lost", async () => {
    await using server = await startServer();
    const events: TrackingEvent[] = [];
    const raw = closing(
      await client.connect(server, { maxReconnectAttempts: 2, reconnectTimeWait: 100 }),
    );
    const tracked = track(raw, { onEvent: (event) => events.push(event) });
    tracked.subscribe("jobs", {
      callback: async (_error, message) => {
        for await (const { type } of statuses(tracked)) if (type === "disconnect") break;
        expect(message.respond("done")).toBe(true);
      },
    });
    tracked.publish("jobs", "", { reply: "answers" });
    await tracked.flush();
    server.signal("SIGKILL");
    const report = await drain(tracked, {
      deadlineMs: 600_000,
      whenDisconnected: { waitMs: 300_000 },
    });
    expect(report).toMatchObject({ outcome: "incomplete", finished: 1, late: 1, exitCode: 1 });
    expect(report.phases.find(({ name }) => name === "reconnect")).toMatchObject({
      outcome: "failed",
      error: { code: "ERR_CLOSED" },
    });
    expect(events).toEqual([
      { type: "late", operation: "respond", subject: "jobs", reason: "closed" },
    ]);
  });

  it("gives up waiting for a server that does not come back", async () => {
    await using server = await startServer();
    const tracked = track(closing(await client.connect(server, patient)));
    server.signal("SIGKILL");
    await server.exited;
    await until("the connection to break", () => !tracked.isConnected);
    const report = await drain(tracked, { whenDisconnected: { waitMs: 300 } });
    expect(phase(report, "reconnect")).toBe("timeout");
    expect(report.exitCode).toBe(1);
    expect(report.totalMs).toBeLessThan(10_000);
    expect(tracked.isClosed()).toBe(true);
  });

  it("reports the answer of a handler that outlived the drain, which the client calls sent", async () => {
    await using server = await startServer();
    const raw = closing(await client.connect(server));
    const events: TrackingEvent[] = [];
    const tracked = track(raw, { onEvent: (event) => events.push(event) });
    let release = (): void => undefined;
    const results: boolean[] = [];
    tracked.subscribe("jobs.*", {
      callback: async (_error, message) => {
        await new Promise<void>((resolve) => {
          release = resolve;
        });
        results.push(message.respond("too late"));
      },
    });
    await tracked.flush();
    const requester = closing(await v2.connect(server));
    requester.publish("jobs.one");
    await requester.flush();
    const plain = closing(await client.connect(server));
    const control = new Promise<boolean>((resolve) => {
      plain.subscribe("control", {
        callback: (_error, message) => {
          void plain.close().then(() => resolve(message.respond("dropped")));
        },
      });
    });
    await plain.flush();
    const asked = await requests(requester, "control", 1, 300);
    expect(await control).toBe(true);
    expect((await asked.done).lost).toBe(1);

    const held = await requests(requester, "jobs.two", 1, 5_000);
    await until("both handlers to run", () => tracked.counts.running === 2);
    const report = await drain(tracked, { deadlineMs: 300, abortMs: 50, flushMs: 100 });
    expect(report).toMatchObject({ handedBack: 1, abandoned: 1, exitCode: 1 });
    expect((await held.done).refused).toBe(1);
    release();
    await until("the late handler", () => results.length > 0);
    expect(results).toEqual([false]);
    expect(tracked.late).toBe(1);
    expect(events).toEqual([
      { type: "late", operation: "respond", subject: "jobs.two", reason: "handedBack" },
    ]);
  });
});
