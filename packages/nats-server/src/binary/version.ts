import { execFile } from "node:child_process";
import { promisify } from "node:util";

const run = promisify(execFile);

/** The oldest server that this package drives: 2.10 is the oldest line still in wide use. */
export const OLDEST_SUPPORTED = "2.10.0";

/** Asks a binary for its version; `undefined` if it isn't a nats-server or can't be executed. */
export async function versionOf(path: string): Promise<string | undefined> {
  try {
    const { stdout } = await run(path, ["--version"], { timeout: 5_000 });
    return /^nats-server: v(\d+\.\d+\.\d+\S*)/.exec(stdout)?.[1];
  } catch {
    return undefined;
  }
}

/** Whether `version` is 2.10 or newer. */
export function isSupported(version: string): boolean {
  const [major = 0, minor = 0] = version.split(".").map(Number);
  return major > 2 || (major === 2 && minor >= 10);
}
