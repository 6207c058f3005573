import { Command, CommanderError } from "commander";
import manifest from "../../package.json" with { type: "json" };
import { DrainError } from "../errors/drain-error.js";
import { checkCommand } from "./commands/check.js";
import { clientCommand } from "./commands/client.js";
import { lameDuckCommand } from "./commands/lame-duck.js";
import { reloadCommand } from "./commands/reload.js";
import { rollingRestartCommand } from "./commands/rolling-restart.js";
import type { Terminal } from "./terminal.js";

const EXAMPLES = `
Examples:
  $ kchat-drain lame-duck --pod nats-0 --wait
  $ kchat-drain rolling-restart --pod nats-0 --pod nats-1 --pod nats-2 --dry-run
  $ kchat-drain help reload

Exit codes: 0 done, 1 failed, 2 used wrongly.`;

/**
 * The program `kchat-drain`.
 *
 * @param args - Arguments without interpreter and script.
 * @param terminal - Where output goes and what ends it.
 * @returns the exit code.
 */
export async function runCli(args: readonly string[], terminal: Terminal): Promise<number> {
  const program = new Command("kchat-drain")
    .version(manifest.version)
    .description("Take NATS servers away, and bring them back, without losing anything.")
    .addHelpText("after", EXAMPLES)
    .exitOverride()
    .configureOutput({
      writeOut: (text) => terminal.out(text.trimEnd()),
      writeErr: (text) => terminal.err(text.trimEnd()),
    });
  const commands = [
    lameDuckCommand(terminal),
    rollingRestartCommand(terminal),
    reloadCommand(terminal),
    checkCommand(terminal),
    clientCommand(terminal),
  ];
  for (const command of commands) program.addCommand(command.copyInheritedSettings(program));
  try {
    await program.parseAsync([...args], { from: "user" });
    return 0;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
    if (!DrainError.isInstance(error)) throw error;
    if (args.includes("--json")) {
      terminal.out(JSON.stringify({ error: { code: error.code, message: error.message } }));
    } else {
      terminal.err(`error: ${error.message}`);
    }
    return error.code === "ERR_OPTION" ? 2 : 1;
  }
}
