import { Command, CommanderError } from "commander";
import manifest from "../../package.json" with { type: "json" };
import { ProvisionerError } from "../errors.js";
import { lifetimeFlag } from "./lifetime.js";
import { type ServeFlags, serve } from "./serve.js";

/** Where a command writes. */
export interface Streams {
  readonly stdout: { write(text: string): unknown };
  readonly stderr: { write(text: string): unknown };
}

/** 0: stopped with every request answered; 1: failed, or requests were lost; 2: wrong usage. */
export type ExitCode = 0 | 1 | 2;

const help = `
Examples:
  $ kchat-provisioner --acc KUBECON.jwt --sk ./AD5…SIGN.nk --creds chat-access.creds
  $ kchat-provisioner --acc KUBECON.jwt --sk ./AD5…SIGN.nk --creds chat-access.creds --json | tee issued.jsonl

Stops on SIGINT or SIGTERM once every request that it took is answered; the second signal forces.
Fails when it can hear no more requests: the connection is lost for good, or the permission to subscribe was taken away.
Exit codes: 0 stopped with nothing lost, 1 failed, 2 wrong usage.`;

/** Runs `kchat-provisioner` with these arguments, until it is stopped. */
export async function run(
  args: readonly string[],
  streams: Streams,
  options: { readonly signal?: AbortSignal | undefined } = {},
): Promise<ExitCode> {
  let exitCode: ExitCode = 0;
  const program = new Command("kchat-provisioner")
    .version(manifest.version)
    .description(
      "Issues NATS credentials on demand; the requester's key never leaves the requester.",
    )
    .requiredOption("--acc <file>", "JWT of the account that issues")
    .requiredOption("--sk <file>", "seed of one of its scoped signing keys")
    .requiredOption("--creds <file>", "credentials of this service (user chat-access)")
    .option("--server <urls>", "servers, separated by commas", "nats://127.0.0.1:4222")
    .option("--subject <subject>", "subject to serve", "chat.req.access")
    .option(
      "--queue <group>",
      "provisioners of one group share the load, but not the names they gave away: where names must be unique, run one",
      "kubecon",
    )
    .option("--lifetime <duration>", "validity of credentials: 60s to 24h", lifetimeFlag, 28_800)
    .option("--json", "one JSON object a line instead of text")
    .addHelpText("after", help)
    .exitOverride()
    .configureOutput({
      writeOut: (text) => streams.stdout.write(text),
      writeErr: (text) => streams.stderr.write(text),
    })
    .action(async (flags: Omit<ServeFlags, "isQueueNamed">) => {
      const isQueueNamed = program.getOptionValueSource("queue") === "cli";
      exitCode = await serve({ ...flags, isQueueNamed }, streams, options.signal);
    });
  try {
    await program.parseAsync(args, { from: "user" });
    return exitCode;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
    if (!isExpected(error)) throw error;
    streams.stderr.write(`error: ${error.message}\n`);
    return 1;
  }
}

/** What a person can cause: wrong files, keys that don't belong together, no server. Anything else is our mistake. */
function isExpected(error: unknown): error is Error {
  if (ProvisionerError.isInstance(error)) return true;
  return error instanceof Error && "code" in error;
}
