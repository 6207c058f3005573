import dns from "node:dns";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { networkInterfaces } from "node:os";
import { onSignals } from "@kchat/drain";
import fastify from "fastify";
import { natsSide, say } from "./nats-side.js";

type Told = (error: Error | null, addresses: dns.LookupAddress[]) => void;

/** A Fastify server that also works on NATS messages, started by the tests as a process of its own. */
const { MODE } = process.env;
const app = fastify();
const servers: Server[] = [];
const { connection, lifecycle, gate } = await natsSide(() => servers.some((one) => one.listening));
app.get("/slow", () => gate("http"));
app.addHook("onResponse", async () => say("answered"));
app.addHook("preClose", async () => say("preClose"));
app.addHook("onClose", async () => say("onClose"));
const url = await listen();

if (MODE === "plain") {
  process.once("SIGTERM", async () => {
    await app.close();
    await connection.drain();
  });
} else {
  for (const [at, server] of servers.entries()) lifecycle.httpServer(`http ${at}`, server);
  lifecycle.hook("cleanup", "fastify", () => app.close());
  onSignals(lifecycle, { onReport: ({ exitCode }) => say(`left ${exitCode}`) });
}
say(`ready ${url}`);

/** Listens as `MODE` says; resolves with the address that the test shall use, the last one. */
async function listen(): Promise<string> {
  if (MODE === "routing") {
    await app.ready();
    for (let at = 0; at < 2; at++) {
      const server = createServer(app.routing);
      await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
      servers.push(server);
    }
    return urlOf(servers.at(-1)?.address() as AddressInfo);
  }
  servers.push(app.server);
  if (MODE !== "localhost") return app.listen({ host: "127.0.0.1", port: 0 });
  haveTwoLoopbacks();
  await app.listen({ host: "localhost", port: 0 });
  const { address: main } = app.server.address() as AddressInfo;
  const second = (app.addresses() as AddressInfo[]).find(({ address }) => address !== main);
  if (second === undefined) throw new Error("Fastify didn't open a second listener");
  return urlOf(second);
}

/** Makes `localhost` two addresses, as it is on most machines, also where the hosts file names only one. */
function haveTwoLoopbacks(): void {
  const has6 = Object.values(networkInterfaces()).some((all) =>
    all?.some(({ address }) => address === "::1"),
  );
  const addresses = [
    { address: "127.0.0.1", family: 4 },
    has6 ? { address: "::1", family: 6 } : { address: "127.0.0.2", family: 4 },
  ];
  const { lookup } = dns;
  const both = (name: string, options: dns.LookupAllOptions, done: Told): void =>
    options.all === true ? done(null, addresses) : lookup(name, options, done);
  dns.lookup = both as typeof dns.lookup;
}

function urlOf({ address, port }: AddressInfo): string {
  return `http://${address.includes(":") ? `[${address}]` : address}:${port}`;
}
