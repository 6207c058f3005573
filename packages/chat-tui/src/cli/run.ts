import { AuthError } from "@kchat/auth";
import { ChatError } from "@kchat/chat-core";
import { Command, CommanderError, InvalidArgumentError } from "commander";
import manifest from "../../package.json" with { type: "json" };
import { TuiError } from "../errors.js";
import { type JoinFlags, type JoinStreams, join } from "./join.js";

/** Where the command reads and writes. */
export interface Streams extends JoinStreams {
  readonly stderr: { write(text: string): unknown };
}

/** 0: left as asked; 1: failed; 2: wrong usage. */
export type ExitCode = 0 | 1 | 2;

const help = `
Examples:
  $ kchat --creds wally.creds
  $ kchat --server nats://chat.example.com --creds wally.creds --channel General NATS
  $ kchat --creds wally.creds --request-creds chat-creds-request.creds --name wally
      asks the space's provisioner for credentials when wally.creds isn't there or has expired, and renews them

Inside: /help lists keys and commands, Ctrl-C leaves, twice at once.
Names that nobody vouches for are marked with ?. Trusted are the account that issued your credentials and the key
that signed them; --account adds others.
Exit codes: 0 left as asked, 1 failed, 2 wrong usage. NO_COLOR is heeded.`;

/** Runs `kchat` with these arguments, until the person leaves. */
export async function run(args: readonly string[], streams: Streams): Promise<ExitCode> {
  const program = new Command("kchat")
    .version(manifest.version)
    .description("Chat in the terminal, over NATS: channels, direct messages and who is online.")
    .option("-s, --server <urls>", "servers, separated by commas", serverFromEnvironment())
    .requiredOption("--creds <file>", "your credentials")
    .option("--request-creds <file>", "credentials that may ask a provisioner for yours")
    .option("--name <name>", "the name to show to others (default: the one in your credentials)")
    .option("--space <name>", "the chat to join", "KUBECON")
    .option("--channel <names...>", "channels to show from the start", ["General"])
    .option("--account <keys...>", "public keys of accounts and signing keys to trust", accountKeys)
    .addHelpText("after", help)
    .exitOverride()
    .configureOutput({
      writeOut: (text) => streams.stdout.write(text),
      writeErr: (text) => streams.stderr.write(text),
    })
    .action((flags: JoinFlags) => join(flags, streams));
  try {
    await program.parseAsync(args, { from: "user" });
    return 0;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
    if (!isExpected(error)) throw error;
    streams.stderr.write(`error: ${error.message}\n`);
    return TuiError.isInstance(error) && error.code === "ERR_TUI_USAGE" ? 2 : 1;
  }
}

function serverFromEnvironment(): string {
  return process.env.NATS_URL ?? "nats://127.0.0.1:4222";
}

function accountKeys(key: string, before: readonly string[] | undefined): readonly string[] {
  if (!/^A[A-Z2-7]{55}$/.test(key)) {
    throw new InvalidArgumentError(
      "expected the public key of an account, A and 55 more characters.",
    );
  }
  return [...(before ?? []), key];
}

/** What a person can cause: a wrong file, a server that isn't there, a name that is taken. Anything else is our mistake. */
function isExpected(error: unknown): error is Error {
  return TuiError.isInstance(error) || ChatError.isInstance(error) || AuthError.isInstance(error);
}
