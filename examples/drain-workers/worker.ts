import { drain, type Message, track } from "@kchat/drain";
import { connect } from "nats";

// Leaves by the way that its signal asks for: the demonstration of 2018, with one way added.
const connection = await connect({ servers: process.env.NATS_URL ?? "" });
const tracked = track(connection);
const tell = (what: string): void => {
  process.send?.({ what, at: Date.now() });
};

const serve = async (message: Message): Promise<void> => {
  tell("Received");
  await new Promise((resolve) => setTimeout(resolve, 20));
  message.respond("ok!");
  tell("Response");
};
const options = {
  queue: "workers",
  callback: (_error: Error | null, message: Message) => serve(message),
};
if (process.env.LEAVE === "drain") tracked.subscribe("help", options);
else connection.subscribe("help", { ...options, callback: (_e, message) => void serve(message) });
await connection.flush();

const leave = {
  close: () => connection.close(),
  "nc.drain": () => connection.drain(),
  drain: () => drain(tracked),
};
process.once("SIGTERM", async () => {
  await leave[process.env.LEAVE as keyof typeof leave]();
  tell("Closed");
  // Handlers that the client left behind still run; they end after "Closed".
  setTimeout(() => process.disconnect(), 50);
});
tell("Started");
