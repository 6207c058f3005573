import { execFile } from "node:child_process";
import { readFile } from "node:fs/promises";
import { promisify } from "node:util";
import { DrainError } from "../errors/drain-error.js";
import { contextOf, type PodAddress, reason } from "./monitoring.js";

const run = promisify(execFile);

/** What can be asked of a server's process. */
export interface ServerControl {
  /** Lame duck mode: clients are told to go, then the server ends by itself. */
  lameDuck(): Promise<void>;
  /** Reads the configuration again, if the server accepts it. */
  reload(): Promise<void>;
}

/** A process of this machine, by its id or by the file that holds it. */
export type ProcessAddress =
  | { readonly pid: number; readonly pidFile?: undefined }
  | { readonly pid?: undefined; readonly pidFile: string };

/**
 * Controls a server of this machine by signals. The process must be a `nats-server`: the signals would end another
 * program, and pid files outlive their process.
 *
 * @throws {@link DrainError} `ERR_SERVER` from its methods, if there is no such process or it is another program.
 * @example
 * ```ts
 * await processControl({ pidFile: "/var/run/nats/nats.pid" }).lameDuck();
 * ```
 */
export function processControl(address: ProcessAddress): ServerControl {
  const send = async (signal: "SIGUSR2" | "SIGHUP"): Promise<void> => {
    const pid = address.pid ?? (await readPid(address.pidFile));
    const program = await programOf(pid);
    if (program === undefined) {
      throw new DrainError("ERR_SERVER", `there is no process ${pid}; has the server ended?`);
    }
    if (!program.includes("nats-server")) {
      throw new DrainError(
        "ERR_SERVER",
        `process ${pid} is ${program}, not a nats-server; is the pid file outdated?`,
      );
    }
    try {
      process.kill(pid, signal);
    } catch (cause) {
      throw new DrainError("ERR_SERVER", `process ${pid} can't be told: ${reason(cause)}`, {
        cause,
      });
    }
  };
  return { lameDuck: () => send("SIGUSR2"), reload: () => send("SIGHUP") };
}

/** Which container, and where its pid file is. */
export interface PodOptions extends PodAddress {
  /** @default "nats", as in the official chart */
  readonly container?: string | undefined;
  /** In the container. @default "/var/run/nats/nats.pid", as in the official chart */
  readonly pidFile?: string | undefined;
}

/** The command that {@link podControl} runs, for those who want to run it themselves. */
export function podCommand(options: PodOptions, signal: "ldm" | "reload"): string[] {
  const { pod, namespace = "default", container = "nats", kubectl = "kubectl" } = options;
  const { pidFile = "/var/run/nats/nats.pid" } = options;
  const target = ["exec", "--namespace", namespace, pod, "--container", container];
  return [
    kubectl,
    ...contextOf(options),
    ...target,
    "--",
    "nats-server",
    "--signal",
    `${signal}=${pidFile}`,
  ];
}

/**
 * Controls a server in Kubernetes by `kubectl exec`. When it ends, the kubelet starts it again.
 *
 * @throws {@link DrainError} `ERR_SERVER` from its methods, with what kubectl said.
 */
export function podControl(options: PodOptions): ServerControl {
  const exec = async (signal: "ldm" | "reload"): Promise<void> => {
    const [program = "", ...args] = podCommand(options, signal);
    try {
      await run(program, args, { timeout: 30_000 });
    } catch (cause) {
      throw new DrainError("ERR_SERVER", `${options.pod} can't be told: ${reason(cause)}`, {
        cause,
      });
    }
  };
  return { lameDuck: () => exec("ldm"), reload: () => exec("reload") };
}

async function readPid(file: string): Promise<number> {
  const text = await readFile(file, "utf8").catch((cause: unknown) => {
    throw new DrainError("ERR_SERVER", `the pid file ${file} can't be read: ${reason(cause)}`, {
      cause,
    });
  });
  const pid = Number(text.trim());
  // 0 and negative numbers would mean groups of processes.
  if (!/^\d{1,10}$/.test(text.trim()) || pid < 2) {
    throw new DrainError("ERR_SERVER", `the pid file ${file} doesn't hold a process id`);
  }
  return pid;
}

async function programOf(pid: number): Promise<string | undefined> {
  if (!Number.isSafeInteger(pid) || pid < 2) {
    throw new DrainError("ERR_OPTION", `${pid} is not the id of a server's process`);
  }
  try {
    const { stdout } = await run("ps", ["-o", "comm=", "-p", String(pid)]);
    return stdout.trim();
  } catch {
    return undefined;
  }
}
