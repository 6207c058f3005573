import { type ChildProcess, spawn } from "node:child_process";
import { readdirSync, readFileSync, rmSync } from "node:fs";
import { basename, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { NatsServerError } from "../errors.js";
import { guard } from "../guard/guard.js";
import type { LogBuffer } from "./log-buffer.js";
import { startFailure } from "./start-failure.js";

/** How a server's process ended. */
export interface ServerExit {
  /** Exit code, `null` if a signal ended it. */
  readonly code: number | null;
  /** The signal that ended it, else `null`. */
  readonly signal: NodeJS.Signals | null;
}

/** The URLs that a server listens on, as its ports file says. */
interface ServerPorts {
  readonly nats?: readonly string[];
  readonly monitoring?: readonly string[];
  readonly cluster?: readonly string[];
  readonly websocket?: readonly string[];
}

/** What it takes to run the program once. */
export interface Launch {
  readonly binary: string;
  readonly args: readonly string[];
  readonly env: NodeJS.ProcessEnv;
  readonly workDir: string;
  readonly log: LogBuffer;
  readonly readyTimeoutMs: number;
  readonly signal: AbortSignal | undefined;
}

/** A running process that has reported its ports. */
export interface ServerProcess {
  readonly child: ChildProcess;
  readonly pid: number;
  readonly ports: ServerPorts;
  readonly exited: Promise<ServerExit>;
}

/** Starts the program and waits for its ports file; ends it again if that doesn't come. */
export async function launch(options: Launch): Promise<ServerProcess> {
  const { binary, args, env, workDir, log, readyTimeoutMs, signal } = options;
  signal?.throwIfAborted();
  const started = log.position;
  // Before there is a process: what fails here must not leave one behind.
  const watcher = guard();
  removeStalePorts(workDir);
  // `detached`: Ctrl-C in the terminal goes to the application, which stops its server in order.
  const child = spawn(binary, [...args, "--ports_file_dir", workDir], {
    cwd: workDir,
    env,
    stdio: ["ignore", "pipe", "pipe"],
    detached: process.platform !== "win32",
  });
  const { pid } = child;
  if (pid !== undefined) watcher.watch(pid);
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding("utf8");
    stream?.on("data", (chunk: string) => log.append(chunk));
  }
  let spawnError: Error | undefined;
  child.on("error", (error) => {
    spawnError = error;
  });
  const exited = new Promise<ServerExit>((resolve) => {
    // `close`, not `exit`: by then the whole log has been read.
    child.once("close", (code, name) => {
      if (pid !== undefined) watcher.forget(pid);
      resolve({ code, signal: name });
    });
  });
  let exit: ServerExit | undefined;
  void exited.then((how) => {
    exit = how;
  });
  const portsFile = join(workDir, `${basename(binary)}_${pid}.ports`);
  const deadline = performance.now() + readyTimeoutMs;
  let ports: ServerPorts | undefined;
  while (ports === undefined) {
    const late = performance.now() > deadline;
    if (spawnError === undefined && exit === undefined && !late && signal?.aborted !== true) {
      // A look costs microseconds and a server needs about 15 ms, so a short pause is the quickest way to know.
      await sleep(3);
      ports = readPorts(portsFile);
      continue;
    }
    const failure = { binary, exit, spawnError, readyTimeoutMs };
    child.kill("SIGKILL");
    if (pid !== undefined) await exited;
    signal?.throwIfAborted();
    throw startFailure({ ...failure, text: log.since(started) });
  }
  if (pid === undefined) throw new NatsServerError("ERR_EXITED", "the process has no id");
  return { child, pid, ports, exited };
}

/**
 * A killed server leaves its ports file, and a later one can be given its process id: in a container that starts again
 * with the same volume it usually is.
 */
function removeStalePorts(workDir: string): void {
  for (const name of readdirSync(workDir)) {
    if (/_\d+\.ports$/.test(name)) rmSync(join(workDir, name), { force: true });
  }
}

/** The ports file; `undefined` while it is missing or, as the server doesn't write it atomically, incomplete. */
function readPorts(path: string): ServerPorts | undefined {
  try {
    return JSON.parse(readFileSync(path, "utf8")) as ServerPorts;
  } catch {
    return undefined;
  }
}
