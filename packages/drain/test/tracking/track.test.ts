import { drain, type Message, type TrackingEvent, track } from "@kchat/drain";
import { describe, expect, it } from "vitest";
import { clients, v2 } from "../clients.js";
import { closedAfterEach, serverForTests, sleep, until } from "../settings.js";

const server = serverForTests();
const closing = closedAfterEach();

describe.each(clients)("track of $name", (client) => {
  const open = async () => {
    const events: TrackingEvent[] = [];
    const raw = closing(await client.connect(server()));
    return { raw, events, tracked: track(raw, { onEvent: (event) => events.push(event) }) };
  };

  it.each([
    [
      "throws",
      () => {
        throw new Error("secret of the database");
      },
    ],
    ["rejects", () => Promise.reject(new Error("secret of the database"))],
  ])(
    "answers a request whose handler %s, without telling why, and lives on",
    async (_how, fail) => {
      const { tracked, events } = await open();
      tracked.subscribe("track.fails", { callback: fail });
      tracked.subscribe("track.works", {
        callback: (_error, message) => void message.respond("ok"),
      });
      await tracked.flush();
      const requester = closing(await v2.connect(server()));
      const answer = await requester.request("track.fails", "", { timeout: 5_000 });
      expect(answer.headers?.get("Nats-Service-Error-Code")).toBe("500");
      expect(answer.headers?.get("Nats-Service-Error")).toBe("the handler failed");
      expect(events).toMatchObject([
        { type: "failure", subject: "track.fails", error: { message: "secret of the database" } },
      ]);
      expect((await requester.request("track.works", "", { timeout: 5_000 })).string()).toBe("ok");
      expect(tracked.counts).toMatchObject({ received: 2, finished: 2, failed: 1, running: 0 });
    },
  );

  it.each([
    [
      "throws",
      () => {
        throw new Error("of the handler");
      },
    ],
    ["rejects", () => Promise.reject(new Error("of the handler"))],
  ])(
    "survives a describeError that throws for a handler that %s, and tells the default",
    async (_how, fail) => {
      const raw = closing(await client.connect(server()));
      const describeError = () => {
        throw new Error("of describeError");
      };
      const tracked = track(raw, { describeError });
      tracked.subscribe("track.describe", { callback: fail });
      await tracked.flush();
      const requester = closing(await v2.connect(server()));
      const answer = await requester.request("track.describe", "", { timeout: 5_000 });
      expect(answer.headers?.get("Nats-Service-Error")).toBe("the handler failed");
      const report = await drain(tracked);
      expect(report).toMatchObject({ outcome: "clean", finished: 1, failed: 1 });
      expect(report.failures).toMatchObject([
        { error: { message: "of the handler" } },
        { error: { message: "of describeError" } },
      ]);
    },
  );

  it("answers with an error where the handler's own answer is larger than the server takes", async () => {
    const { tracked } = await open();
    tracked.subscribe("track.large", {
      callback: (_error, message) => {
        message.respond(new Uint8Array(1 + (tracked.info?.max_payload ?? 0)));
      },
    });
    await tracked.flush();
    const requester = closing(await v2.connect(server()));
    const answer = await requester.request("track.large", "", { timeout: 5_000 });
    expect(answer.headers?.get("Nats-Service-Error-Code")).toBe("500");
  });

  it("keeps a line break in an error's description out of the headers", async () => {
    const raw = closing(await client.connect(server()));
    const describeError = () => ({ code: 400, description: "bad\r\nX-Injected: yes" });
    const tracked = track(raw, { describeError });
    tracked.subscribe("track.injects", { callback: () => Promise.reject(new Error("x")) });
    await tracked.flush();
    const requester = closing(await v2.connect(server()));
    const answer = await requester.request("track.injects", "", { timeout: 5_000 });
    expect(answer.headers?.keys().sort()).toEqual([
      "Nats-Service-Error",
      "Nats-Service-Error-Code",
    ]);
  });

  it("counts a loop's message as running until the loop asks for the next", async () => {
    const { tracked } = await open();
    const subscription = tracked.subscribe("track.loop");
    tracked.publish("track.loop", "1");
    tracked.publish("track.loop", "2");
    const loop = subscription[Symbol.asyncIterator]();
    await loop.next();
    await until("both to arrive", () => tracked.counts.received === 2);
    expect(tracked.counts).toMatchObject({ running: 1, buffered: 1, finished: 0 });
    await loop.next();
    expect(tracked.counts).toMatchObject({ running: 1, buffered: 0, finished: 1 });
    await loop.return?.();
    expect(tracked.counts).toMatchObject({ running: 0, buffered: 0, finished: 2 });
  });

  it("waits for handlers when one subscription drains, and goes on with the others", async () => {
    const { tracked } = await open();
    let finished = 0;
    const one = tracked.subscribe("track.one", {
      callback: async () => {
        await sleep(80);
        finished++;
      },
    });
    tracked.subscribe("track.two", { callback: (_error, message) => void message.respond("ok") });
    tracked.publish("track.one");
    await tracked.flush();
    await one.drain();
    expect(finished).toBe(1);
    expect((await tracked.request("track.two", "", { timeout: 5_000 })).string()).toBe("ok");
  });

  it("lets go of subscriptions that have ended, and keeps their counts", async () => {
    const { tracked } = await open();
    for (let i = 0; i < 50; i++) {
      const subscription = tracked.subscribe("track.short", { max: 1 });
      tracked.publish("track.short");
      for await (const _message of subscription) break;
    }
    await until("the subscriptions to be forgotten", () => tracked.tracker.intakes.size === 0);
    expect(tracked.counts).toMatchObject({ received: 50, finished: 50, running: 0 });
  });

  it("reports an answer on a closed connection, which the plain client calls sent", async () => {
    const { tracked, raw, events } = await open();
    let kept: Message | undefined;
    tracked.subscribe("track.kept", {
      callback: (_error, message) => {
        kept = message;
      },
    });
    tracked.publish("track.kept", "", { reply: "nowhere" });
    await tracked.flush();
    await raw.close();
    expect(kept?.respond("too late")).toBe(false);
    expect(events).toEqual([
      { type: "late", operation: "respond", subject: "track.kept", reason: "closed" },
    ]);
  });
});

describe("track", () => {
  it("gives the same tracked connection for the same connection", async () => {
    const raw = closing(await v2.connect(server()));
    expect(track(raw)).toBe(track(raw));
    expect(track(track(raw))).toBe(track(raw));
  });

  it("refuses a number of held replies that makes no sense", async () => {
    const raw = closing(await v2.connect(server()));
    expect(() => track(raw, { heldReplies: -1 })).toThrow(
      expect.objectContaining({ code: "ERR_OPTION" }),
    );
  });

  it("is not disturbed by a listener that throws", async () => {
    const onEvent = () => {
      throw new Error("of the listener");
    };
    const tracked = track(closing(await v2.connect(server())), { onEvent });
    tracked.subscribe("track.listener", { callback: () => Promise.reject(new Error("x")) });
    tracked.publish("track.listener");
    await tracked.flush();
    await until("the failure", () => tracked.counts.failed === 1);
    expect(await drain(tracked)).toMatchObject({ outcome: "clean", failed: 1 });
  });
});
