import { onSignals } from "@kchat/drain";
import fastify from "fastify";
import { natsSide, say } from "./nats-side.js";

/** A Fastify server that also works on NATS messages, started by the tests as a process of its own. */
const app = fastify();
const { connection, lifecycle, gate } = await natsSide(() => app.server.listening);
app.get("/slow", () => gate("http"));
app.addHook("preClose", async () => say("preClose"));
app.addHook("onClose", async () => say("onClose"));
const address = await app.listen({ host: "127.0.0.1", port: 0 });

if (process.env.MODE === "plain") {
  process.once("SIGTERM", async () => {
    await app.close();
    await connection.drain();
  });
} else {
  lifecycle.httpServer("http", app.server).hook("cleanup", "fastify", () => app.close());
  onSignals(lifecycle, { onReport: ({ exitCode }) => say(`left ${exitCode}`) });
}
say(`ready ${new URL(address).port}`);
