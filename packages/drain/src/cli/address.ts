import { type Command, InvalidArgumentError, Option } from "commander";
import { DrainError } from "../errors/drain-error.js";
import { longestMs } from "../platform/timer.js";
import { podCommand, podControl, processControl, type ServerControl } from "../server/control.js";
import { httpMonitoring, type Monitoring, podMonitoring } from "../server/monitoring.js";

/** The options that name one server. */
export interface AddressOptions {
  readonly pid?: number;
  readonly pidFile?: string;
  readonly pod?: string;
  readonly namespace?: string;
  readonly context?: string;
  readonly container?: string;
  readonly monitor?: string;
}

/** Adds the options that name one server. */
export function withAddress(command: Command): Command {
  return withKubernetes(command)
    .option("--pid <number>", "process id of a server of this machine", wholeNumber)
    .option("--pid-file <file>", "file with the process id, here or in the pod")
    .option("--pod <name>", "a pod; needs kubectl")
    .option("--monitor <url>", "its monitoring port, e.g. http://127.0.0.1:8222");
}

/** Adds the options that choose a place in Kubernetes. */
export function withKubernetes(command: Command): Command {
  return command
    .addOption(new Option("--namespace <name>", "Kubernetes namespace").default("default"))
    .option("--context <name>", "kubectl context")
    .addOption(new Option("--container <name>", "container of the pod").default("nats"));
}

/** The control that the options name, and how to describe it. */
export function controlOf(options: AddressOptions): { control: ServerControl; what: string } {
  const { pid, pidFile, pod } = options;
  if (pod !== undefined && pid === undefined) {
    const address = { ...options, pod };
    return { control: podControl(address), what: podCommand(address, "ldm").join(" ") };
  }
  if (pid !== undefined && pidFile === undefined && pod === undefined) {
    return { control: processControl({ pid }), what: `SIGUSR2 to process ${pid}` };
  }
  if (pidFile !== undefined && pid === undefined) {
    return { control: processControl({ pidFile }), what: `SIGUSR2 to the process in ${pidFile}` };
  }
  throw new DrainError("ERR_OPTION", "name the server by one of --pid, --pid-file and --pod");
}

/** Where the server can be read, if the options tell. */
export function monitoringOf({ monitor, pod, ...rest }: AddressOptions): Monitoring | undefined {
  if (monitor !== undefined) return httpMonitoring(monitor);
  return pod === undefined ? undefined : podMonitoring({ pod, ...rest });
}

/** A number from a flag. */
export function wholeNumber(text: string): number {
  if (!/^\d{1,12}$/.test(text)) throw new InvalidArgumentError("It must be a whole number.");
  return Number(text);
}

/** Seconds from a flag, as many as a timer can wait. */
export function wholeSeconds(text: string): number {
  const value = wholeNumber(text);
  const most = Math.floor(longestMs / 1000);
  if (value > most) throw new InvalidArgumentError(`It must be at most ${most} (24 days).`);
  return value;
}
