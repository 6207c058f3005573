import type { ReadStream, WriteStream } from "node:tty";
import { createChat } from "@kchat/chat-core";
import { natsTransport } from "@kchat/chat-core/nats";
import { drain, track } from "@kchat/drain";
import { keepRenewed, type Renewal } from "@kchat/provisioner/client";
import { runTui } from "../run.js";
import { requireTerminal } from "../terminal/terminal.js";
import { connectAs } from "./connect.js";
import { type FoundCredentials, findCredentials, renewCredentials } from "./credentials.js";

/** The flags of `kchat`. */
export interface JoinFlags {
  readonly server: string;
  readonly creds: string;
  readonly requestCreds?: string;
  readonly name?: string;
  readonly space: string;
  readonly channel: readonly string[];
  readonly account?: readonly string[];
}

/** The terminal of `kchat`. */
export interface JoinStreams {
  readonly stdin: ReadStream;
  readonly stdout: WriteStream;
}

/** Time to hand over what is under way when leaving, in milliseconds. */
const leaveMs = 3_000;

/** Joins a space, shows it until the person leaves, and leaves properly: goodbye, then drain. */
export async function join(flags: JoinFlags, { stdin, stdout }: JoinStreams): Promise<void> {
  requireTerminal(stdin, stdout);
  const credentials = await findCredentials(flags);
  const { keyPair, name, accounts } = credentials;
  const renews = flags.requestCreds !== undefined;
  using renewal = renews ? renewalOf(flags, credentials) : undefined;
  const identity = {
    keyPair,
    name,
    get jwt() {
      return renewal?.jwt ?? credentials.jwt;
    },
  };
  // The server ends the connection when the old JWT expires, and says so as it refuses a wrong one.
  const dialed = await connectAs(flags.server, identity, { ignoreAuthErrorAbort: renews });
  const connection = track(dialed);
  try {
    const chat = createChat({
      transport: natsTransport(connection),
      identity,
      space: { name: flags.space, accounts, channels: flags.channel },
    });
    await chat.start();
    await runTui({
      chat,
      stdin,
      stdout,
      async onQuit({ signal }) {
        await chat.close({ signal });
        await drain(connection, { deadlineMs: leaveMs, whenDisconnected: "close", signal });
      },
    });
  } finally {
    await connection.close();
  }
}

/** A failure shows when the connection is lost at last; until then there are more attempts. */
function renewalOf(flags: JoinFlags, credentials: FoundCredentials): Renewal {
  return keepRenewed({
    jwt: credentials.jwt,
    request: (signal) => renewCredentials(flags, credentials, signal),
  });
}
