import { Lifecycle, onSignals, track } from "@kchat/drain";
import { connect } from "nats";

/** A worker as somebody would write it, started by the tests as a process of its own. */
const { NATS_URL, HANDLER_MS = "200", MODE = "lifecycle", DEADLINE_MS = "5000" } = process.env;
const connection = await connect({ servers: NATS_URL ?? "" });
const tracked = track(connection);
const handlerMs = Number(HANDLER_MS);

const subscriber = MODE === "plain" ? connection : tracked;
subscriber.subscribe("work", {
  queue: "workers",
  callback: async (_error, message) => {
    process.stdout.write("started\n");
    if (handlerMs < 0) await new Promise<void>(() => undefined);
    await new Promise((resolve) => setTimeout(resolve, handlerMs));
    message.respond("done");
  },
});
await connection.flush();

if (MODE === "plain") {
  process.once("SIGTERM", () => void connection.drain());
} else {
  const lifecycle = new Lifecycle({
    deadlineMs: Number(DEADLINE_MS),
    onEvent: ({ type }) => process.stdout.write(`${type}\n`),
  });
  lifecycle.connection("nats", tracked);
  onSignals(lifecycle, {
    exitMs: 300,
    secondSignal: MODE === "re-raising" ? "ignore" : "force",
    onReport: (report) => process.stdout.write(`report ${JSON.stringify(report)}\n`),
  });
}
if (MODE === "kept-alive") setInterval(() => undefined, 1_000);
if (MODE === "foreign") process.on("SIGTERM", () => process.stdout.write("foreign handler\n"));
if (MODE === "re-raising") {
  // What Nest does once its own hooks are done; later than a signal counts as heard twice.
  process.once("SIGTERM", () => setTimeout(() => process.kill(process.pid, "SIGTERM"), 400));
}
process.once("beforeExit", () => process.stdout.write("ended by itself\n"));
process.stdout.write("ready\n");
