import { describe, expect, it } from "vitest";
import { memoryNetwork } from "../../src/memory/index.js";
import { createOutbox, type OutboxItem } from "../../src/outbox/outbox.js";
import { createPace } from "../../src/outbox/pace.js";
import { manualTime, seededRandom } from "../manual-time.js";

function setUp(permitted?: string[], pacing = { perSecond: 1_000, burst: 1_000 }) {
  const time = manualTime(0);
  const network = memoryNetwork();
  const transport = network.connect({ publish: permitted });
  const arrived: string[] = [];
  network.connect().subscribe(">", ({ data }) => arrived.push(new TextDecoder().decode(data)));
  const events: string[] = [];
  const outbox = createOutbox({
    ...time,
    transport,
    random: seededRandom(1),
    pace: createPace({ ...time, ...pacing }),
    maxAgeMs: 1_000_000,
    onEvent: ({ id }, event) =>
      events.push(`${id} ${event.state === "failed" ? event.reason : event.state}`),
  });
  const item = (id: string, lane = "General", subject = `posts.${lane}`): OutboxItem => ({
    id,
    conversation: `#${lane}`,
    subject,
    payload: new TextEncoder().encode(id),
    ts: time.clock(),
  });
  return { time, transport, outbox, events, arrived, item };
}

describe("createOutbox", () => {
  it("holds back until resumed, then sends in order", async () => {
    const { time, outbox, events, arrived, item } = setUp();
    for (const id of ["a", "b", "c"]) outbox.add(item(id));
    await time.advance(100);
    expect(events).toEqual([]);
    outbox.resume();
    await time.advance(100);
    expect(arrived).toEqual(["a", "b", "c"]);
    expect(events).toEqual(["a sending", "a sent", "b sending", "b sent", "c sending", "c sent"]);
  });

  it("keeps what is written while disconnected and sends it after the reconnect", async () => {
    const { time, transport, outbox, events, arrived, item } = setUp();
    outbox.resume();
    transport.cut();
    outbox.add(item("a"));
    outbox.add(item("b"));
    await time.advance(60_000);
    expect([arrived, events]).toEqual([[], []]);
    transport.restore();
    outbox.resume();
    await time.advance(1_000);
    expect(arrived).toEqual(["a", "b"]);
    expect(events.at(-1)).toBe("b sent");
  });

  it("fails what is not permitted and goes on with the next", async () => {
    const { time, outbox, events, arrived, item } = setUp(["posts.*"]);
    outbox.resume();
    outbox.add(item("a", "General", "secret"));
    outbox.add(item("b"));
    await time.advance(100);
    expect(arrived).toEqual(["b"]);
    expect(events).toEqual(["a sending", "a permission", "b sending", "b sent"]);
  });

  it("doesn't let one conversation hold up another", async () => {
    const { time, transport, outbox, arrived, item } = setUp();
    const send = transport.send.bind(transport);
    transport.send = (subject, payload, options) =>
      subject.endsWith("stuck")
        ? new Promise((_resolve, reject) => {
            options?.signal?.addEventListener("abort", () => reject(options.signal?.reason));
          })
        : send(subject, payload, options);
    outbox.resume();
    outbox.add(item("a", "stuck"));
    outbox.add(item("b", "free"));
    await time.advance(100);
    expect(arrived).toEqual(["b"]);
  });

  it("gives up after five attempts that time out, and says so", async () => {
    const { time, transport, outbox, events, item } = setUp();
    transport.send = (_subject, _payload, options) =>
      new Promise((_resolve, reject) => {
        options?.signal?.addEventListener("abort", () => reject(options.signal?.reason));
      });
    outbox.resume();
    outbox.add(item("a"));
    await time.advance(120_000);
    expect(events.filter((event) => event === "a sending")).toHaveLength(5);
    expect(events.at(-1)).toBe("a timeout");
  });

  it("takes an echo for the confirmation, whatever the send still waits for", async () => {
    const { time, transport, outbox, events, item } = setUp();
    transport.send = (_subject, _payload, options) =>
      new Promise((_resolve, reject) => {
        options?.signal?.addEventListener("abort", () => reject(options.signal?.reason));
      });
    outbox.resume();
    outbox.add(item("a"));
    await time.advance(10);
    outbox.confirm("a");
    await time.advance(10);
    expect(events).toEqual(["a sending", "a sent"]);
  });

  it("fails what waited too long to be believed", async () => {
    const { time, outbox, events, item } = setUp();
    outbox.add(item("a"));
    await time.advance(1_000_001);
    outbox.resume();
    await time.advance(10);
    expect(events).toEqual(["a expired"]);
  });

  it("spaces out a burst, so that receivers don't refuse it", async () => {
    const { time, outbox, arrived, item } = setUp(undefined, { perSecond: 10, burst: 3 });
    outbox.resume();
    for (let index = 0; index < 10; index += 1) outbox.add(item(`m${index}`));
    await time.advance(10);
    expect(arrived).toHaveLength(3);
    await time.advance(500);
    expect(arrived).toHaveLength(8);
    await time.advance(500);
    expect(arrived).toHaveLength(10);
  });

  it("tells of everything that is left when it closes", async () => {
    const { time, outbox, events, item } = setUp();
    outbox.add(item("a"));
    outbox.add(item("b", "other"));
    const idle = outbox.idle();
    outbox.close();
    await idle;
    await time.advance(100);
    expect(events).toEqual(["a closed", "b closed"]);
  });
});
