import "reflect-metadata";
import type { Server } from "node:http";
import type { AddressInfo } from "node:net";
import { onSignals } from "@kchat/drain";
import { Module } from "@nestjs/common";
import { NestFactory } from "@nestjs/core";
import { natsSide, say } from "./nats-side.js";

/** A Nest application that also works on NATS messages, started by the tests as a process of its own. */
let isListening = (): boolean => false;
const { connection, lifecycle, gate } = await natsSide(() => isListening());
const { MODE } = process.env;

const told = (): Promise<void> =>
  new Promise((resolve) => {
    process.stdin.once("data", () => {
      process.stdin.destroy();
      resolve();
    });
  });

class Hooks {
  onModuleDestroy(): void {
    say("onModuleDestroy");
  }

  async onApplicationShutdown(): Promise<void> {
    say("onApplicationShutdown");
    if (MODE === "plain") await connection.drain();
    if (MODE === "slow-nest") await told();
    if (MODE === "process-exit") await lifecycle.shutdown();
    say("Nest has finished");
  }
}

@Module({ providers: [Hooks] })
class Application {}

const app = await NestFactory.create(Application, { logger: false });
app
  .getHttpAdapter()
  .get("/slow", async (_request: unknown, response: { send(text: string): void }) => {
    response.send(await gate("http"));
  });
await app.listen(0, "127.0.0.1");
const server: Server = app.getHttpServer();
isListening = () => server.listening;
lifecycle.httpServer("http", server);

switch (MODE) {
  case "plain":
    app.enableShutdownHooks();
    break;
  case "process-exit":
    app.enableShutdownHooks([], { useProcessExit: true });
    break;
  case "hooks-enabled":
  case "slow-nest":
    app.enableShutdownHooks();
    onSignals(lifecycle, { exitMs: 300, onReport: ({ exitCode }) => say(`left ${exitCode}`) });
    break;
  default:
    lifecycle.hook("cleanup", "nest", () => app.close());
    onSignals(lifecycle, { onReport: ({ exitCode }) => say(`left ${exitCode}`) });
}
process.on("SIGTERM", () => say("signalled"));
say(`ready http://127.0.0.1:${(server.address() as AddressInfo).port}`);
