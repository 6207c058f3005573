import { startServer } from "@kchat/nats-server";
import { connect as connectV3 } from "@nats-io/transport-node";
import { connect as connectV2 } from "nats";
import { startPublisher } from "./publisher.js";
import { timeToDrain } from "./time-to-drain.js";
import { trackingCost } from "./tracking-cost.js";

/** What tracking costs per message, and how long a drain takes. */
export async function run(): Promise<void> {
  await using server = await startServer();
  const clients = {
    v2: () => connectV2({ servers: server.url }),
    v3: () => connectV3({ servers: server.url }),
  };
  const publisher = await startPublisher(server.url);
  try {
    for (const [name, connect] of Object.entries(clients)) {
      await trackingCost(name, connect, "callback", publisher);
      await trackingCost(name, connect, "loop", publisher);
      await timeToDrain(name, connect);
    }
  } finally {
    await publisher.stop();
  }
}
