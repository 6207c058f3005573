import type { ReadStream, WriteStream } from "node:tty";
import { createChat } from "@kchat/chat-core";
import { natsTransport } from "@kchat/chat-core/nats";
import { drain, track } from "@kchat/drain";
import { runTui } from "../run.js";
import { requireTerminal } from "../terminal/terminal.js";
import { connectAs } from "./connect.js";
import { findCredentials } from "./credentials.js";

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
  const { jwt, keyPair, name, accounts } = await findCredentials(flags);
  const connection = track(await connectAs(flags.server, { jwt, keyPair }));
  try {
    const chat = createChat({
      transport: natsTransport(connection),
      identity: { keyPair, name, jwt },
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
