import { parseCreds } from "@kchat/auth";
import { type DrainReport, drain, track } from "@kchat/drain";
import type { Msg } from "@nats-io/nats-core";
import { connectAs } from "./connect.js";
import { patiently } from "./patience.js";
import { note } from "./transcript.js";

/** Who waits for the requests being worked on: `@kchat/drain`, or the client's own `drain()`, which does not. */
export type Leaving = "drain" | "client";

/** Answers what comes in, slowly. */
export interface Work {
  readonly servers: string;
  readonly creds: string;
  readonly subject: string;
  readonly leaving: Leaving;
}

/** What became of the requests, as far as who leaves knows. */
type Outcome = Pick<DrainReport, "received" | "finished" | "abandoned" | "exitCode">;

let working: { received: number; leave(): Promise<Outcome | undefined> } | undefined;

/** Starts to answer requests; each answer takes until {@link stopWorking} is under way. */
export async function work({ servers, creds, subject, leaving }: Work): Promise<void> {
  const connection = await connectAs(servers, parseCreds(creds));
  let finish: () => void = () => undefined;
  const finished = new Promise<void>((resolve) => {
    finish = resolve;
  });
  const answer = async (message: Pick<Msg, "respond" | "data">) => {
    if (working) working.received += 1;
    await finished;
    message.respond(message.data);
  };
  if (leaving === "drain") {
    const tracked = track(connection);
    tracked.subscribe(subject, { callback: (_error, message) => answer(message) });
    const leave = async () => {
      setTimeout(finish, 300);
      const { received, finished, abandoned, exitCode } = await drain(tracked, patiently);
      return { received, finished, abandoned, exitCode };
    };
    working = { received: 0, leave };
  } else {
    connection.subscribe(subject, { callback: (_error, message) => void answer(message) });
    const leave = () =>
      connection
        .drain()
        .then(() => undefined)
        .finally(finish);
    working = { received: 0, leave };
  }
  await connection.flush();
  note(
    `answers requests; leaves by ${leaving === "drain" ? "@kchat/drain" : "the client's drain()"}`,
  );
}

/** How many requests are being worked on. */
export function received(): number {
  return working?.received ?? 0;
}

/** Leaves while requests are being worked on; gives what the drain reports. */
export async function stopWorking() {
  const report = await working?.leave();
  note(`left with ${received()} requests in hand: ${JSON.stringify(report ?? "no report")}`);
  return report;
}
