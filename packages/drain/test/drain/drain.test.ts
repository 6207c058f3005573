import { type DrainEvent, type DrainReport, drain, type Message, track } from "@kchat/drain";
import { describe, expect, it } from "vitest";
import { clients, v2 } from "../clients.js";
import { closedAfterEach, serverForTests, sleep, until } from "../settings.js";
import { requests } from "./requests.js";

const server = serverForTests();
const closing = closedAfterEach();

/** A control group has lost what it has not answered soon; ours must not lose by the clock. */
const patience = { ours: 10_000, drain: 500, close: 500 };

const balanced = (report: DrainReport): void =>
  expect(report.received).toBe(report.finished + report.handedBack + report.abandoned);

describe.each(clients)("drain of $name", (client) => {
  const slowly = async (message: Message): Promise<void> => {
    await sleep(150);
    message.respond("done");
  };

  it("loses no reply of asynchronous callbacks, where the client's drain and close lose all", async () => {
    const lost: Record<string, number> = {};
    for (const leave of ["ours", "drain", "close"] as const) {
      const worker = closing(await client.connect(server()));
      const tracked = track(worker);
      const subscriber = leave === "ours" ? tracked : worker;
      const subject = `jobs.callback.${leave}`;
      subscriber.subscribe(subject, { callback: (_error, message) => slowly(message) });
      await worker.flush();
      const asked = await requests(
        closing(await v2.connect(server())),
        subject,
        50,
        patience[leave],
      );
      if (leave === "ours") balanced(await drain(tracked));
      else await worker[leave]();
      lost[leave] = (await asked.done).lost;
    }
    expect(lost).toEqual({ ours: 0, drain: 50, close: 50 });
  });

  it("loses no reply of a loop, where the client's drain loses some", async () => {
    const lost: Record<string, number> = {};
    for (const leave of ["ours", "drain"] as const) {
      const worker = closing(await client.connect(server()));
      const tracked = track(worker);
      const subscriber = leave === "ours" ? tracked : worker;
      const subscription = subscriber.subscribe(`jobs.loop.${leave}`);
      const working = (async () => {
        for await (const message of subscription) {
          await sleep(2);
          message.respond("done");
        }
      })();
      await worker.flush();
      const asked = await requests(
        closing(await v2.connect(server())),
        `jobs.loop.${leave}`,
        100,
        patience[leave],
      );
      if (leave === "ours")
        expect(await drain(tracked)).toMatchObject({ finished: 100, exitCode: 0 });
      else await worker.drain();
      await working;
      lost[leave] = (await asked.done).lost;
    }
    expect(lost.ours).toBe(0);
    expect(lost.drain).toBeGreaterThan(0);
  });

  it("lets handlers send requests of their own, where the client's drain refuses them", async () => {
    const helper = closing(await v2.connect(server()));
    helper.subscribe("helper", { callback: (_error, message) => message.respond("helped") });
    await helper.flush();
    const failed: Record<string, number> = { ours: 0, drain: 0 };
    for (const leave of ["ours", "drain"] as const) {
      const worker = closing(await client.connect(server()));
      const tracked = track(worker);
      const subscriber = leave === "ours" ? tracked : worker;
      subscriber.subscribe(`jobs.nested.${leave}`, {
        callback: async (_error: Error | null, message: Message) => {
          await sleep(50);
          try {
            await worker.request("helper", "", { timeout: 5_000 });
            message.respond("done");
          } catch {
            failed[leave] = (failed[leave] ?? 0) + 1;
          }
        },
      });
      await worker.flush();
      const asked = await requests(
        closing(await v2.connect(server())),
        `jobs.nested.${leave}`,
        3,
        patience[leave],
      );
      if (leave === "ours") await drain(tracked);
      else await worker.drain();
      await asked.done;
    }
    expect(failed).toEqual({ ours: 0, drain: 3 });
  });

  it("waits for the process's own open requests", async () => {
    const helper = closing(await v2.connect(server()));
    helper.subscribe("helper.slow", { callback: (_error, message) => void slowly(message) });
    await helper.flush();
    const tracked = track(closing(await client.connect(server())));
    const answer = tracked.request("helper.slow", "", { timeout: 5_000 });
    const report = await drain(tracked);
    expect((await answer).string()).toBe("done");
    expect(report).toMatchObject({ outcome: "clean", openRequests: 0 });
  });

  it("aborts a handler that never ends, answers its requester, and says so", async () => {
    const tracked = track(closing(await client.connect(server())));
    let reason: unknown;
    tracked.subscribe("jobs.endless", {
      callback: (_error, _message, { signal }) => {
        signal.addEventListener("abort", () => {
          reason = signal.reason;
        });
        return new Promise<void>(() => undefined);
      },
    });
    await tracked.flush();
    const requester = closing(await v2.connect(server()));
    const answer = requester.request("jobs.endless", "", { timeout: 10_000 });
    await requester.flush();
    const startedAt = performance.now();
    const report = await drain(tracked, { deadlineMs: 400, abortMs: 100, flushMs: 100 });
    expect(performance.now() - startedAt).toBeLessThan(5_000);
    expect(report).toMatchObject({
      outcome: "incomplete",
      handedBack: 1,
      abandoned: 0,
      exitCode: 1,
    });
    expect(report.phases.find(({ name }) => name === "handlers")?.outcome).toBe("timeout");
    expect(reason).toMatchObject({ code: "ERR_DRAINING" });
    expect((await answer).headers?.get("Nats-Service-Error-Code")).toBe("503");
    expect(tracked.isClosed()).toBe(true);
    balanced(report);
  });

  it("lets a handler that heeds the signal finish in the time that is left", async () => {
    const tracked = track(closing(await client.connect(server())));
    tracked.subscribe("jobs.heeding", {
      callback: (_error, message, { signal }) =>
        new Promise<void>((resolve) => {
          signal.addEventListener("abort", () => {
            message.respond("as far as I got");
            resolve();
          });
        }),
    });
    await tracked.flush();
    const requester = closing(await v2.connect(server()));
    const answer = requester.request("jobs.heeding", "", { timeout: 10_000 });
    await requester.flush();
    const report = await drain(tracked, { deadlineMs: 2_000, abortMs: 1_000, flushMs: 500 });
    expect((await answer).string()).toBe("as far as I got");
    expect(report).toMatchObject({ finished: 1, handedBack: 0, abandoned: 0 });
  });

  it("answers what a stuck loop never read", async () => {
    const tracked = track(closing(await client.connect(server())));
    const subscription = tracked.subscribe("jobs.stuck");
    void (async () => {
      for await (const _message of subscription) await new Promise<void>(() => undefined);
    })();
    await tracked.flush();
    const asked = await requests(closing(await v2.connect(server())), "jobs.stuck", 5);
    const report = await drain(tracked, { deadlineMs: 300, abortMs: 50, flushMs: 100 });
    expect(report).toMatchObject({ received: 5, finished: 0, handedBack: 5, abandoned: 0 });
    expect(await asked.done).toMatchObject({ refused: 5, lost: 0 });
    balanced(report);
  });

  it("answers what a loop that failed never read, where the plain client leaves it waiting", async () => {
    const outcomes: Record<string, unknown> = {};
    for (const style of ["ours", "drain"] as const) {
      const worker = closing(await client.connect(server()));
      const tracked = track(worker);
      const subscription = (style === "ours" ? tracked : worker).subscribe(`jobs.broken.${style}`);
      await worker.flush();
      const requester = closing(await v2.connect(server()));
      const asked = await requests(requester, `jobs.broken.${style}`, 5, patience[style]);
      await until("the requests", () => subscription.getReceived() === 5);
      const loop = (async () => {
        for await (const message of subscription) {
          message.respond("done");
          throw new Error("of the loop");
        }
      })();
      await expect(loop).rejects.toThrow("of the loop");
      outcomes[style] = await asked.done;
      if (style === "ours") {
        expect(await drain(tracked)).toMatchObject({ received: 5, finished: 1, handedBack: 4 });
      }
    }
    expect(outcomes).toEqual({
      ours: { answered: 1, refused: 4, lost: 0 },
      drain: { answered: 1, refused: 0, lost: 4 },
    });
  });

  it("counts as abandoned what nobody can be told about", async () => {
    const tracked = track(closing(await client.connect(server())));
    tracked.subscribe("events.endless", { callback: () => new Promise<void>(() => undefined) });
    for (let i = 0; i < 3; i++) tracked.publish("events.endless", String(i));
    await tracked.flush();
    const report = await drain(tracked, { deadlineMs: 300, abortMs: 50, flushMs: 100 });
    expect(report).toMatchObject({ received: 3, abandoned: 3, handedBack: 0, exitCode: 1 });
  });

  it("delivers what was published before it closed", async () => {
    const listener = closing(await v2.connect(server()));
    let got = 0;
    listener.subscribe(`events.last`, { callback: () => void got++ });
    await listener.flush();
    const tracked = track(closing(await client.connect(server())));
    for (let i = 0; i < 1_000; i++) tracked.publish("events.last");
    expect(await drain(tracked)).toMatchObject({ outcome: "clean", unflushed: 0 });
    await listener.flush();
    expect(got).toBe(1_000);
  });
});

describe("drain", () => {
  it("ends at once when the caller forces it, and still tells requesters", async () => {
    const tracked = track(closing(await v2.connect(server())));
    tracked.subscribe("jobs.forced", { callback: () => new Promise<void>(() => undefined) });
    await tracked.flush();
    const asked = await requests(closing(await v2.connect(server())), "jobs.forced", 2);
    await until("the requests", () => tracked.counts.running === 2);
    const force = new AbortController();
    const onEvent = (event: DrainEvent): void => {
      if (event.type === "begin" && event.phase === "handlers") force.abort();
    };
    const report = await drain(tracked, { signal: force.signal, onEvent });
    expect(report).toMatchObject({ outcome: "forced", handedBack: 2, exitCode: 1 });
    expect(report.totalMs).toBeLessThan(5_000);
    expect(await asked.done).toMatchObject({ refused: 2, lost: 0 });
  });

  it("tells its progress, and survives a listener that throws", async () => {
    const tracked = track(closing(await v2.connect(server())));
    const events: DrainEvent[] = [];
    const report = await drain(tracked, {
      onEvent: (event) => {
        events.push(event);
        throw new Error("of the listener");
      },
    });
    expect(events.map((event) => (event.type === "end" ? event.phase.name : event.type))).toEqual([
      "begin",
      "intake",
      "begin",
      "flush",
      "begin",
      "close",
    ]);
    expect(report.outcome).toBe("clean");
  });

  it("is one drain however often it is called", async () => {
    const tracked = track(closing(await v2.connect(server())));
    const [first, second] = await Promise.all([drain(tracked), drain(tracked)]);
    expect(second).toBe(first);
  });

  it("can still be forced by a later call, as by a shutdown during it", async () => {
    const tracked = track(closing(await v2.connect(server())));
    tracked.subscribe("jobs.later", { callback: () => new Promise<void>(() => undefined) });
    tracked.publish("jobs.later");
    await tracked.flush();
    const drained = drain(tracked, { deadlineMs: 600_000 });
    const force = new AbortController();
    const again = drain(tracked, { signal: force.signal });
    force.abort();
    expect(await drained).toMatchObject({ outcome: "forced", abandoned: 1 });
    expect(await again).toBe(await drained);
  });

  it("reports a connection that was closed before as clean when nothing was running", async () => {
    const tracked = track(closing(await v2.connect(server())));
    await tracked.close();
    const report = await drain(tracked);
    expect(report).toMatchObject({ outcome: "clean", exitCode: 0 });
    expect(report.phases.every(({ outcome }) => outcome === "skipped")).toBe(true);
  });

  it("takes no subscription once it has begun", async () => {
    const tracked = track(closing(await v2.connect(server())));
    const drained = drain(tracked);
    expect(() => tracked.subscribe("late")).toThrow(
      expect.objectContaining({ code: "ERR_DRAINING" }),
    );
    await drained;
  });

  it.each([2 ** 31, 2 ** 32])(
    "hands nothing back for a deadline of %d ms: refuses it, and goes on to serve",
    async (deadlineMs) => {
      const tracked = track(closing(await v2.connect(server())));
      const subject = `jobs.long.${deadlineMs}`;
      let finish = (): void => undefined;
      const finished = new Promise<void>((resolve) => {
        finish = resolve;
      });
      tracked.subscribe(subject, {
        callback: (_error, message) => finished.then(() => void message.respond("done")),
      });
      await tracked.flush();
      const asked = await requests(closing(await v2.connect(server())), subject, 20, 15_000);
      await until("the requests to arrive", () => tracked.counts.running === 20);
      await expect(drain(tracked, { deadlineMs })).rejects.toMatchObject({
        code: "ERR_OPTION",
        message: expect.stringContaining("to 2147483647, not"),
      });
      expect(tracked.isDraining()).toBe(false);
      // The longest that there is does wait.
      let waits = false;
      const drained = drain(tracked, {
        deadlineMs: 2 ** 31 - 1,
        onEvent: (event) => {
          if (event.type === "begin" && event.phase === "handlers") waits = true;
        },
      });
      await until("the wait for handlers", () => waits);
      await sleep(50);
      expect(tracked.counts).toMatchObject({ running: 20, handedBack: 0 });
      finish();
      expect(await drained).toMatchObject({ outcome: "clean", finished: 20, handedBack: 0 });
      expect(await asked.done).toEqual({ answered: 20, refused: 0, lost: 0 });
    },
  );

  it.each([
    { deadlineMs: -1 },
    { deadlineMs: Number.POSITIVE_INFINITY },
    { whenDisconnected: { waitMs: 2 ** 32 } },
    { flushMs: Number.NaN },
    { deadlineMs: 100, flushMs: 90, abortMs: 20 },
    { whenDisconnected: { waitMs: -5 } },
  ])("refuses times that make no sense: %o", async (options) => {
    const tracked = track(closing(await v2.connect(server())));
    await expect(drain(tracked, options)).rejects.toMatchObject({ code: "ERR_OPTION" });
    expect(tracked.isDraining()).toBe(false);
  });
});
