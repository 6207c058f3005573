import { Command } from "commander";
import { DrainError } from "../../errors/drain-error.js";
import { podControl, processControl } from "../../server/control.js";
import { httpMonitoring, podMonitoring } from "../../server/monitoring.js";
import { planRollingRestart, type RollingServer } from "../../server/rolling-restart/plan.js";
import { type RestartEvent, rollingRestart } from "../../server/rolling-restart/run.js";
import { type AddressOptions, wholeNumber, wholeSeconds, withKubernetes } from "../address.js";
import { seconds, show, type Terminal } from "../terminal.js";

interface RollingFlags extends AddressOptions {
  readonly pods: readonly string[];
  readonly node: readonly string[];
  readonly monitorPort: number;
  readonly leaveTimeout: number;
  readonly returnTimeout: number;
  readonly settle: number;
  readonly dryRun?: boolean;
  readonly json?: boolean;
}

const collect = (value: string, earlier: string[]): string[] => [...earlier, value];

/** `kchat-drain rolling-restart`. */
export function rollingRestartCommand(terminal: Terminal): Command {
  return withKubernetes(new Command("rolling-restart"))
    .description("restart servers one after the other, each healthy before the next")
    .option("--pod <name>", "a pod, which the kubelet starts again (can be repeated)", collect, [])
    .option(
      "--node <pid-file@monitor-url>",
      "a server of this machine that something starts again (can be repeated)",
      collect,
      [],
    )
    .option("--monitor-port <number>", "monitoring port of the pods", wholeNumber, 8222)
    .option(
      "--leave-timeout <seconds>",
      "how long a server may take to end; more than its lame_duck_duration",
      wholeSeconds,
      180,
    )
    .option(
      "--return-timeout <seconds>",
      "how long a server may take to be back",
      wholeSeconds,
      300,
    )
    .option("--settle <seconds>", "pause between two servers", wholeSeconds, 2)
    .option("--dry-run", "show the plan and change nothing")
    .option("--json", "write JSON, one object a line")
    .addHelpText(
      "after",
      `
Examples:
  $ kchat-drain rolling-restart --pod nats-0 --pod nats-1 --pod nats-2 --namespace prod --dry-run
  $ kchat-drain rolling-restart --node /run/nats.pid@http://127.0.0.1:8222 --leave-timeout 3700`,
    )
    .action(({ pod = [], ...flags }) => run({ ...flags, pods: pod } as RollingFlags, terminal));
}

async function run(flags: RollingFlags, terminal: Terminal): Promise<void> {
  const { dryRun, json, settle, leaveTimeout, returnTimeout } = flags;
  const { signal } = terminal;
  const servers = [
    ...flags.pods.map((pod) => podServer(pod, flags)),
    ...flags.node.map(localServer),
  ];
  if (servers.length === 0) {
    throw new DrainError("ERR_OPTION", "name the servers, each by --pod or --node");
  }
  const plan = await planRollingRestart(servers, { signal });
  for (const [at, { server, before, warnings }] of plan.steps.entries()) {
    const { version, connections, isMetaLeader } = before;
    const leader = isMetaLeader ? ", leads JetStream" : "";
    const lines = [
      `${at + 1}. ${server.name} (${before.name} ${version}, ${connections} clients${leader})`,
      ...warnings.map((warning) => `   warning: ${warning}`),
    ];
    show(terminal, json, lines.join("\n"), { plan: { ...before, address: server.name, warnings } });
  }
  if (dryRun) return;
  const report = await rollingRestart(plan, {
    leaveMs: leaveTimeout * 1000,
    returnMs: returnTimeout * 1000,
    settleMs: settle * 1000,
    signal,
    onEvent: (event) => show(terminal, json, describe(event), event),
  });
  show(terminal, json, `${report.restarted.length} servers restarted`, report);
}

function podServer(pod: string, flags: RollingFlags): RollingServer {
  const { namespace, context, container, monitorPort } = flags;
  const address = { pod, namespace, context, container };
  return {
    name: pod,
    control: podControl(address),
    monitoring: podMonitoring(address, monitorPort),
  };
}

function localServer(text: string): RollingServer {
  const at = text.lastIndexOf("@");
  const [pidFile, url] = [text.slice(0, at), text.slice(at + 1)];
  if (at < 1) {
    throw new DrainError(
      "ERR_OPTION",
      `--node ${text} is not PID-FILE@MONITOR-URL, for example /run/nats.pid@http://127.0.0.1:8222`,
    );
  }
  return { name: url, control: processControl({ pidFile }), monitoring: httpMonitoring(url) };
}

function describe(event: RestartEvent): string {
  switch (event.type) {
    case "lameDuck":
      return `${event.server}: lame duck (${event.step} of ${event.of})`;
    case "emptying":
      return `${event.server}: ${event.connections} clients left`;
    case "gone":
      return `${event.server}: gone after ${seconds(event.ms)}`;
    case "returning":
      return `${event.server}: ${event.missing}`;
    case "healthy":
      return `${event.server}: healthy after ${seconds(event.ms)}`;
  }
}
