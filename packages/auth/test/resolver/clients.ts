import * as v3 from "@nats-io/transport-node";
import * as v2 from "nats";
import { onTestFinished } from "vitest";

/** The two generations of the official client. */
export type Client = "nats 2" | "nats 3";

/** Both generations, for `describe.each`. */
export const clients: readonly Client[] = ["nats 2", "nats 3"];

/** How a test connects. */
interface ConnectOptions {
  readonly url: string;
  readonly creds: string;
  readonly inboxPrefix?: string | undefined;
  readonly client?: Client | undefined;
  readonly reconnect?: boolean | undefined;
}

/** Connects with creds; closed when the test ends. */
export async function connect({
  url,
  creds,
  inboxPrefix = "_INBOX",
  client = "nats 2",
  reconnect = false,
}: ConnectOptions): Promise<v2.NatsConnection> {
  const bytes = new TextEncoder().encode(creds);
  const options = { servers: url, inboxPrefix, reconnect, ignoreAuthErrorAbort: reconnect };
  const connection =
    client === "nats 2"
      ? await v2.connect({ ...options, authenticator: v2.credsAuthenticator(bytes) })
      : // The tests use the part that both generations share.
        ((await v3.connect({
          ...options,
          authenticator: v3.credsAuthenticator(bytes),
        })) as unknown as v2.NatsConnection);
  onTestFinished(() => connection.close());
  return connection;
}
