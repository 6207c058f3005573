import { type NatsServer, startServer } from "@kchat/nats-server";
import * as v3 from "@nats-io/transport-node";
import * as v2 from "nats";
import { afterAll, beforeAll, describe, it } from "vitest";
import { natsTransport } from "../../src/nats/index.js";
import { type TransportHarness, transportContract } from "../../src/testing/index.js";

const config = `
max_payload: 4096
authorization {
  users: [{ user: u, password: p, permissions: {
    publish: { allow: ["contract.>", "_INBOX.>"] }, subscribe: { allow: ["contract.>", "_INBOX.>"] }
  } }]
}`;

const generations = [
  ["nats 2.x", v2.connect],
  ["@nats-io 3.x", v3.connect],
] as const;

describe.each(generations)("natsTransport over %s", (_name, connect) => {
  let server: NatsServer;
  let port: number;
  beforeAll(async () => {
    server = await startServer({ config });
  });
  afterAll(() => server.stop());

  const harness: TransportHarness = {
    async connect() {
      const connection = await connect({
        servers: server.url,
        user: "u",
        pass: "p",
        maxReconnectAttempts: -1,
        reconnectTimeWait: 50,
      });
      return {
        transport: natsTransport(connection),
        async cut() {
          port = server.port;
          await server.kill();
        },
        async restore() {
          server = await startServer({ config, port });
        },
        end: () => connection.close(),
      };
    },
  };

  for (const { name, run } of transportContract(harness)) it(name, run);
});
