import type { ReadStream, WriteStream } from "node:tty";
import { runTui } from "../run.js";
import { createWarnings } from "../session/warnings.js";
import { requireTerminal } from "../terminal/terminal.js";
import { findCredentials } from "./credentials.js";
import { enter } from "./membership.js";

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

/** Joins a space, shows it until the person leaves, and leaves properly: goodbye, then drain. */
export async function join(flags: JoinFlags, { stdin, stdout }: JoinStreams): Promise<void> {
  requireTerminal(stdin, stdout);
  const warnings = createWarnings();
  await using membership = await enter(flags, await findCredentials(flags), { warnings });
  await runTui({ chat: membership.chat, stdin, stdout, warnings, onQuit: membership.leave });
}
