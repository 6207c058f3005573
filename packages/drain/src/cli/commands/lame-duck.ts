import { Command } from "commander";
import { DrainError } from "../../errors/drain-error.js";
import { watchEmptying } from "../../server/empty.js";
import {
  type AddressOptions,
  controlOf,
  monitoringOf,
  wholeSeconds,
  withAddress,
} from "../address.js";
import { seconds, show, type Terminal } from "../terminal.js";

interface LameDuckOptions extends AddressOptions {
  readonly wait?: boolean;
  readonly timeout: number;
  readonly dryRun?: boolean;
  readonly json?: boolean;
}

/** `kchat-drain lame-duck`. */
export function lameDuckCommand(terminal: Terminal): Command {
  return withAddress(new Command("lame-duck"))
    .description("tell a server to let its clients go, and then to end")
    .option("--wait", "watch it empty until it has ended; needs --monitor or --pod")
    .option("--timeout <seconds>", "how long to wait", wholeSeconds, 180)
    .option("--dry-run", "say what would be done")
    .option("--json", "write JSON, one object a line")
    .addHelpText(
      "after",
      `
Examples:
  $ kchat-drain lame-duck --pid-file /var/run/nats/nats.pid --monitor http://127.0.0.1:8222 --wait
  $ kchat-drain lame-duck --pod nats-0 --namespace prod --dry-run`,
    )
    .action((options: LameDuckOptions) => run(options, terminal));
}

async function run(options: LameDuckOptions, terminal: Terminal): Promise<void> {
  const { wait, timeout, dryRun, json } = options;
  const { control, what } = controlOf(options);
  const monitoring = monitoringOf(options);
  if (wait && monitoring === undefined) {
    throw new DrainError("ERR_OPTION", "--wait needs --monitor or --pod, to see the server empty");
  }
  if (dryRun) {
    show(terminal, json, `would send: ${what}`, { dryRun: true, action: what });
    return;
  }
  const before = wait ? await monitoring?.("varz", terminal.signal) : undefined;
  await control.lameDuck();
  show(terminal, json, "in lame duck mode", { event: "lameDuck" });
  if (!wait || monitoring === undefined) return;
  const { server_id: serverId } = before as { server_id: string };
  const limits = { serverId, timeoutMs: timeout * 1000, signal: terminal.signal };
  for await (const { connections, isGone, ms } of watchEmptying(monitoring, limits)) {
    const text = isGone ? `gone after ${seconds(ms)}` : `${connections} clients left`;
    show(terminal, json, text, { event: isGone ? "gone" : "emptying", connections, ms });
  }
}
