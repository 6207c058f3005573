import { type ChildProcess, execFile, spawn } from "node:child_process";
import { mkdir } from "node:fs/promises";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { whyUnavailable } from "../programs/why-unavailable.js";

const execute = promisify(execFile);
const BUILD_TIMEOUT_MS = 5 * 60_000;

/** What `main.go` measures. */
export type Work = "mint" | "verify";

/** The Go program on one thread, waiting for work. */
export interface GoProcess {
  /** Nanoseconds that Go took for so many operations. */
  measure(work: Work, operations: number): Promise<number>;
  stop(): void;
}

/** Builds `main.go` into interop's own cache and starts it, or says why it can't be had. */
export async function startGo(): Promise<GoProcess | { readonly skipped: string }> {
  const here = fileURLToPath(new URL("./", import.meta.url));
  const directory = fileURLToPath(new URL("../../.bin/go-speed/", import.meta.url));
  await mkdir(directory, { recursive: true });
  const path = `${directory}go-speed`;
  try {
    // Go's own cache makes this cheap when nothing changed.
    await execute("go", ["build", "-mod=readonly", "-o", path, "."], {
      cwd: here,
      timeout: BUILD_TIMEOUT_MS,
    });
  } catch (error) {
    const reason = whyUnavailable(error);
    if (reason === undefined) throw error;
    return { skipped: reason };
  }
  return converse(spawn(path, { env: { ...process.env, GOMAXPROCS: "1" } }));
}

function converse(child: ChildProcess): GoProcess {
  const { stdin, stdout } = child;
  if (stdin === null || stdout === null) throw new Error("the Go program has no standard streams");
  const lines = createInterface({ input: stdout })[Symbol.asyncIterator]();
  return {
    async measure(work, operations) {
      stdin.write(`${work} ${operations}\n`);
      const { value, done } = await lines.next();
      if (done) throw new Error(`the Go program ended while it measured "${work}"`);
      return Number(value);
    },
    stop: () => stdin.end(),
  };
}
