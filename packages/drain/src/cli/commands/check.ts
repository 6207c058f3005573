import { Command } from "commander";
import { checkConfig } from "../../server/config.js";
import { show, type Terminal } from "../terminal.js";

/** `kchat-drain check`. */
export function checkCommand(terminal: Terminal): Command {
  return new Command("check")
    .description("check a configuration file without starting a server")
    .argument("<file>", "the nats.conf")
    .option("--binary <file>", "the nats-server that checks it")
    .option("--json", "write JSON")
    .addHelpText("after", "\nExample:\n  $ kchat-drain check /etc/nats/nats.conf")
    .action(async (file: string, { binary, json }: { binary?: string; json?: boolean }) => {
      await checkConfig(file, { binary, signal: terminal.signal });
      show(terminal, json, `${file} is valid`, { file, valid: true });
    });
}
