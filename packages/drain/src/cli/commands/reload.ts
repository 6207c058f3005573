import { Command } from "commander";
import { DrainError } from "../../errors/drain-error.js";
import { reload } from "../../server/config.js";
import {
  type AddressOptions,
  controlOf,
  monitoringOf,
  wholeSeconds,
  withAddress,
} from "../address.js";
import { show, type Terminal } from "../terminal.js";

interface ReloadFlags extends AddressOptions {
  readonly config?: string;
  readonly binary?: string;
  readonly timeout: number;
  readonly json?: boolean;
}

/** `kchat-drain reload`. */
export function reloadCommand(terminal: Terminal): Command {
  return withAddress(new Command("reload"))
    .description("have a server reload its configuration, and prove that it did")
    .option("--config <file>", "check this file first, and don't tell the server if it is wrong")
    .option("--binary <file>", "the nats-server that checks it")
    .option("--timeout <seconds>", "how long to wait for the proof", wholeSeconds, 10)
    .option("--json", "write JSON")
    .addHelpText(
      "after",
      "\nExample:\n  $ kchat-drain reload --pid 4711 --monitor http://127.0.0.1:8222 --config /etc/nats/nats.conf",
    )
    .action(async (flags: ReloadFlags) => {
      const { control } = controlOf(flags);
      const monitoring = monitoringOf(flags);
      if (monitoring === undefined) {
        throw new DrainError(
          "ERR_OPTION",
          "--monitor or --pod is needed: only there a reload shows",
        );
      }
      const report = await reload({
        control,
        monitoring,
        configFile: flags.config,
        binary: flags.binary,
        timeoutMs: flags.timeout * 1000,
        signal: terminal.signal,
      });
      const what = report.isChanged ? "a new configuration is" : "the same configuration is again";
      show(terminal, flags.json, `${what} in force since ${report.loadedAt}`, report);
    });
}
