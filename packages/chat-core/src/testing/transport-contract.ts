import { TransportError, type TransportErrorCode } from "../transport/transport.js";
import { check, rejection, until } from "./check.js";
import type { ContractCase, HarnessConnection, TransportHarness } from "./harness.js";

const encoder = new TextEncoder();
const decoder = new TextDecoder();
let subjects = 0;

/** A subject that no other case uses. */
const fresh = () => {
  subjects += 1;
  return `contract.${Date.now()}.${subjects}`;
};

/**
 * The rules that every transport must keep, as named checks. They need no test framework: register each with yours.
 *
 * @example
 * for (const { name, run } of transportContract(harness)) it(name, run);
 */
export function transportContract(harness: TransportHarness): readonly ContractCase[] {
  const rule = (
    name: string,
    count: number,
    prove: (...connections: HarnessConnection[]) => Promise<void>,
  ): ContractCase => ({
    name,
    async run() {
      const connections: HarnessConnection[] = [];
      try {
        while (connections.length < count) connections.push(await harness.connect());
        await prove(...connections);
      } finally {
        await Promise.all(connections.map((connection) => connection.end()));
      }
    },
  });
  const pair = (
    name: string,
    prove: (a: HarnessConnection, b: HarnessConnection) => Promise<void>,
  ) => rule(name, 2, (a, b) => prove(a as HarnessConnection, b as HarnessConnection));

  return [
    pair("delivers in the order in which sends were started", async (a, b) => {
      const subject = fresh();
      const got: string[] = [];
      b.transport.subscribe(subject, ({ data }) => got.push(decoder.decode(data)));
      await settle(b);
      const texts = Array.from({ length: 50 }, (_, index) => String(index));
      await Promise.all(texts.map((text) => a.transport.send(subject, encoder.encode(text))));
      await until(() => got.length >= texts.length, "50 messages");
      check(got.join() === texts.join(), `arrived as ${got.join()}`);
    }),

    pair(
      "tells the subject to a wildcard subscription, and nothing after unsubscribe",
      async (a, b) => {
        const subject = fresh();
        const got: string[] = [];
        const all = b.transport.subscribe(`${subject}.*`, (message) => got.push(message.subject));
        await settle(b);
        await a.transport.send(`${subject}.one`, encoder.encode("x"));
        await until(() => got.length === 1, "the first message");
        check(got[0] === `${subject}.one`, `the subject was ${got[0]}`);
        all.unsubscribe();
        all.unsubscribe();
        await settle(b);
        await a.transport.send(`${subject}.two`, encoder.encode("x"));
        await settle(b);
        check(got.length === 1, "a message came after unsubscribe");
      },
    ),

    rule("gives each message to one member of a queue", 3, async (...connections) => {
      const [a, b, c] = connections as [HarnessConnection, HarnessConnection, HarnessConnection];
      const subject = fresh();
      let count = 0;
      for (const { transport } of [b, c]) {
        transport.subscribe(subject, () => (count += 1), { queue: "one" });
      }
      await settle(b, c);
      for (let index = 0; index < 10; index += 1) {
        await a.transport.send(subject, encoder.encode("x"));
      }
      await until(() => count >= 10, "10 messages");
      await settle(b, c);
      check(count === 10, `10 messages were delivered ${count} times`);
    }),

    pair("answers a request with the responder's bytes", async (a, b) => {
      const subject = fresh();
      b.transport.subscribe(subject, (message) => message.respond(message.data.slice().reverse()));
      await settle(b);
      const payload = Uint8Array.of(1, 2, 255);
      const reply = await a.transport.request(subject, payload, { timeoutMs: 5_000 });
      check(reply.join() === "255,2,1", `the reply was ${reply.join()}`);
    }),

    pair("fails a request that nobody answers, at once when nobody listens", async (a, b) => {
      const none = a.transport.request(fresh(), new Uint8Array(), { timeoutMs: 5_000 });
      await expectCode(none, "ERR_TRANSPORT_NO_RESPONDERS");
      const silent = fresh();
      b.transport.subscribe(silent, () => undefined);
      await settle(b);
      const unanswered = a.transport.request(silent, new Uint8Array(), { timeoutMs: 50 });
      await expectCode(unanswered, "ERR_TRANSPORT_TIMEOUT");
    }),

    pair("ends a request with its signal's reason", async (a, b) => {
      const silent = fresh();
      b.transport.subscribe(silent, () => undefined);
      await settle(b);
      const controller = new AbortController();
      const reason = new Error("no longer wanted");
      const asked = a.transport.request(silent, new Uint8Array(), {
        timeoutMs: 5_000,
        signal: controller.signal,
      });
      controller.abort(reason);
      check((await rejection(asked, "the reason")) === reason, "it rejected with something else");
    }),

    pair("refuses a payload above its limit, and stays usable", async (a) => {
      const large = new Uint8Array(a.transport.maxPayloadBytes + 1);
      await expectCode(a.transport.send(fresh(), large), "ERR_TRANSPORT_TOO_LARGE");
      await a.transport.send(fresh(), encoder.encode("x"));
    }),

    pair("tells of a refused send and of a refused subscription", async (a) => {
      await expectCode(
        a.transport.send("refused.subject", encoder.encode("x")),
        "ERR_TRANSPORT_PERMISSION",
      );
      const refusals: TransportError[] = [];
      a.transport.subscribe("refused.subject", () => undefined, {
        onRefused: (error) => refusals.push(error),
      });
      await until(() => refusals.length > 0, "the refusal");
      check(refusals[0]?.code === "ERR_TRANSPORT_PERMISSION", `it was ${refusals[0]?.code}`);
      check(refusals.length === 1, "it was told more than once");
      await a.transport.send(fresh(), encoder.encode("x"));
    }),

    pair("never resolves a send that the other side can't have", async (a, b) => {
      const subject = fresh();
      const got = new Set<string>();
      b.transport.subscribe(subject, ({ data }) => got.add(decoder.decode(data)));
      await settle(b);
      await a.cut();
      const outcomes = await Promise.allSettled(
        ["1", "2", "3"].map((text) => a.transport.send(subject, encoder.encode(text))),
      );
      for (const outcome of outcomes) {
        check(outcome.status === "rejected", "a send while disconnected resolved");
        const code = TransportError.isInstance(outcome.reason) ? outcome.reason.code : undefined;
        check(code === "ERR_TRANSPORT_DISCONNECTED", `it rejected with ${String(outcome.reason)}`);
      }
      check(got.size === 0, "a message arrived although the connection was cut");
      await a.restore();
    }),

    pair("comes back by itself with its subscriptions, and says so", async (a, b) => {
      const subject = fresh();
      const states: string[] = [];
      const stop = a.transport.onStateChange((state) => states.push(state));
      let count = 0;
      a.transport.subscribe(subject, () => (count += 1));
      await settle(a);
      await a.cut();
      await until(() => a.transport.state === "reconnecting", "the state reconnecting");
      await a.restore();
      await until(() => a.transport.state === "connected", "the state connected", 15_000);
      await until(() => b.transport.state === "connected", "the peer's connection", 15_000);
      await settle(a, b);
      await b.transport.send(subject, encoder.encode("x"));
      await until(() => count === 1, "a message after the reconnect");
      check(states.join() === "reconnecting,connected", `the states were ${states.join()}`);
      stop();
    }),

    pair("delivers nothing and takes nothing after close", async (a, b) => {
      const subject = fresh();
      let count = 0;
      a.transport.subscribe(subject, () => (count += 1));
      await settle(a);
      await a.transport.close();
      await a.transport.close();
      check(a.transport.state === "closed", `the state was ${a.transport.state}`);
      await expectCode(a.transport.send(subject, encoder.encode("x")), "ERR_TRANSPORT_CLOSED");
      const late = async () => a.transport.subscribe(subject, () => (count += 1));
      await expectCode(late(), "ERR_TRANSPORT_CLOSED");
      await b.transport.send(subject, encoder.encode("x"));
      await settle(b);
      check(count === 0, "a message came after close");
    }),
  ];
}

async function expectCode(promise: Promise<unknown>, code: TransportErrorCode): Promise<void> {
  const error = await rejection(promise, code);
  const found = TransportError.isInstance(error) ? error.code : String(error);
  check(found === code, `expected ${code}, got ${found}`);
}

/** A round trip of each connection: what it subscribed or was sent before is through. */
async function settle(...connections: HarnessConnection[]): Promise<void> {
  for (const { transport } of connections) await transport.send(fresh(), new Uint8Array());
  await new Promise((resolve) => setTimeout(resolve, 10));
}
