import { Lifecycle, type Message, type TrackedConnection, track } from "@kchat/drain";
import { connect, type NatsConnection } from "nats";

/** What a program beside a framework has of NATS: a worker, whose answers the test holds back by answering late. */
export interface NatsSide {
  readonly connection: NatsConnection;
  readonly tracked: TrackedConnection<NatsConnection>;
  /** Tells its progress to the test. */
  readonly lifecycle: Lifecycle;
  /** Resolves with what the test answers to `gate.<name>`. */
  gate(name: string): Promise<string>;
}

export const say = (text: string): void => void process.stdout.write(`${text}\n`);

export async function natsSide(isListening: () => boolean): Promise<NatsSide> {
  const connection = await connect({ servers: process.env.NATS_URL ?? "" });
  const tracked = track(connection);
  const gate = async (name: string): Promise<string> =>
    (await tracked.request(`gate.${name}`, "", { timeout: 30_000 })).string();
  const work = async (message: Message): Promise<void> => {
    message.respond(await gate("work"));
  };
  const lifecycle: Lifecycle = new Lifecycle({
    onEvent: (event) => {
      if (event.type !== "notReady") return;
      say(`readiness ${lifecycle.isReady ? "on" : "off"}, ${isListening() ? "open" : "closed"}`);
    },
  });
  if (process.env.MODE === "plain") {
    connection.subscribe("work", { callback: (_error, message) => void work(message) });
  } else {
    tracked.subscribe("work", { callback: (_error, message) => work(message) });
    lifecycle.connection("nats", tracked, {
      onEvent: ({ type }) => {
        if (type === "begin") say("draining");
      },
    });
  }
  await connection.flush();
  return { connection, tracked, lifecycle, gate };
}
