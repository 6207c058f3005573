import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { NatsServerError } from "../errors.js";

/**
 * Ends when its standard input does, that is when this process ends, in whatever way; then it ends the
 * servers that are still listed and removes the temporary directories. Works without this process's help,
 * so that SIGKILL leaves nothing behind.
 */
const SCRIPT = `
pids=
while IFS= read -r line; do
  pid=\${line#?}
  case $line in
    +*) pids="$pids $pid" ;;
    -*) rest=; for p in $pids; do [ "$p" = "$pid" ] || rest="$rest $p"; done; pids=$rest ;;
  esac
done
for p in $pids; do kill -INT "$p" 2>/dev/null; done
tries=0
while [ $tries -lt 10 ]; do
  alive=
  for p in $pids; do kill -0 "$p" 2>/dev/null && alive="$alive $p"; done
  [ -z "$alive" ] && break
  sleep 0.1
  tries=$((tries + 1))
done
for p in $pids; do kill -KILL "$p" 2>/dev/null; done
rm -rf "$1"
`;

/** Looks after the servers of this process: no server and no temporary directory outlives it. */
export interface Guard {
  /** Parent of the temporary directories; removed when this process ends. */
  readonly directory: string;
  /** Ends the process with this id when this process ends. */
  watch(pid: number): void;
  /** The process has ended; its id may be given to another. */
  forget(pid: number): void;
}

let shared: Guard | undefined;

/** The guard of this process, started at its first use: one small `sh` for all servers. */
export function guard(): Guard {
  shared ??= process.platform === "win32" ? exitHandlerGuard() : shellGuard();
  return shared;
}

function temporaryDirectory(): string {
  try {
    return mkdtempSync(join(tmpdir(), "kchat-nats-"));
  } catch (cause) {
    throw new NatsServerError(
      "ERR_WORK_DIR",
      `no temporary directory can be made in ${tmpdir()}; let TMPDIR name a directory that can be written`,
      { cause },
    );
  }
}

function shellGuard(): Guard {
  const directory = temporaryDirectory();
  // Its own session: Ctrl-C in the terminal must reach neither it nor the servers.
  const shell: ChildProcess = spawn("/bin/sh", ["-c", SCRIPT, "kchat-nats-guard", directory], {
    stdio: ["pipe", "ignore", "ignore"],
    detached: true,
  });
  // A missing guard must not break the servers it would have looked after.
  shell.on("error", () => {});
  shell.stdin?.on("error", () => {});
  shell.unref();
  (shell.stdin as unknown as { unref?(): void } | null)?.unref?.();
  return {
    directory,
    watch: (pid) => void shell.stdin?.write(`+${pid}\n`),
    forget: (pid) => void shell.stdin?.write(`-${pid}\n`),
  };
}

/** Windows has no `sh`: there a killed process leaves its servers running, an ordinary exit doesn't. */
function exitHandlerGuard(): Guard {
  const directory = temporaryDirectory();
  const pids = new Set<number>();
  process.once("exit", () => {
    for (const pid of pids) {
      try {
        process.kill(pid);
      } catch {
        // It ended by itself a moment ago; the others must still be ended.
      }
    }
    rmSync(directory, { recursive: true, force: true });
  });
  return { directory, watch: (pid) => pids.add(pid), forget: (pid) => pids.delete(pid) };
}
