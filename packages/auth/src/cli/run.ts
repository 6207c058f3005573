import { Command, CommanderError, Help, type Option } from "commander";
import manifest from "../../package.json" with { type: "json" };
import { AuthError } from "../errors/auth-error.js";
import { addCommand } from "./add.js";
import { configCommand } from "./config.js";
import { deleteCommand } from "./delete.js";
import { describeCommand } from "./describe.js";
import { diffCommand } from "./diff.js";
import { editCommand } from "./edit.js";
import { explainCommand } from "./explain.js";
import { initCommand } from "./init.js";
import { issueCommand } from "./issue.js";
import { listCommand } from "./list.js";
import { lookupCommand } from "./lookup.js";
import type { Streams } from "./output.js";
import { pullCommand } from "./pull.js";
import { pushCommand } from "./push.js";
import { reissueCommand } from "./reissue.js";
import { revokeCommand } from "./revoke.js";
import { rotateCommand } from "./rotate.js";
import { validateCommand } from "./validate.js";

/** 0: done; 1: failed, or something is wrong with what was checked; 2: wrong usage. */
export type ExitCode = 0 | 1 | 2;

const help = `
Examples:
  $ kchat-auth init --setup kubecon          everything the KubeCon chat needs, and resolver.conf
  $ kchat-auth init KO                       an operator with a system account
  $ kchat-auth add account KUBECON
  $ kchat-auth describe
  $ kchat-auth push --server nats://localhost:4222

Exit codes: 0 done, 1 failed, 2 wrong usage. The store is .kchat unless --store or KCHAT_STORE names another.`;

/** Runs `kchat-auth` with these arguments. */
export async function run(args: readonly string[], streams: Streams): Promise<ExitCode> {
  let exitCode: ExitCode = 0;
  const context = {
    ...streams,
    fail: () => {
      exitCode = 1;
    },
  };
  const program = new Command("kchat-auth")
    .version(manifest.version)
    .description("Operators, accounts, users and resolvers of NATS, in a store that nsc reads too.")
    .addHelpText("after", help)
    .showSuggestionAfterError();
  for (const create of [
    initCommand,
    addCommand,
    editCommand,
    describeCommand,
    validateCommand,
    explainCommand,
    issueCommand,
    revokeCommand,
    rotateCommand,
    reissueCommand,
    deleteCommand,
    pushCommand,
    pullCommand,
    diffCommand,
    listCommand,
    lookupCommand,
    configCommand,
  ]) {
    program.addCommand(create(context));
  }
  for (const command of family(program)) {
    command.configureHelp({ optionDescription: describeOption });
    command.exitOverride().configureOutput({
      writeOut: (text) => streams.stdout.write(text),
      writeErr: (text) => streams.stderr.write(text),
    });
  }
  try {
    await program.parseAsync([...args], { from: "user" });
    return exitCode;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
    if (!isExpected(error)) throw error;
    const code = AuthError.isInstance(error) ? error.code : undefined;
    const shown = args.includes("--json")
      ? JSON.stringify({ error: { code, message: error.message } })
      : `error: ${error.message}`;
    streams.stderr.write(`${shown}\n`);
    return code === "ERR_USAGE" ? 2 : 1;
  }
}

function describeOption(option: Option): string {
  const text = Help.prototype.optionDescription(option);
  return option.mandatory ? `${text} (required)` : text;
}

function family(command: Command): Command[] {
  return [command, ...command.commands.flatMap(family)];
}

/** What a person can cause: wrong names, missing files, no server. Anything else is our mistake. */
function isExpected(error: unknown): error is Error {
  return AuthError.isInstance(error) || (error instanceof Error && "code" in error);
}
