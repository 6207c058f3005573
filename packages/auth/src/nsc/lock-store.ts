import { mkdir, rename, rm, writeFile } from "node:fs/promises";
import { hostname } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { AuthError } from "../errors/auth-error.js";
import { readText } from "./files.js";
import type { Store } from "./store.js";

/** Options of {@link lockStore}. */
export interface LockOptions {
  /** How long another process may hold the store, in milliseconds. @default 10_000 */
  readonly timeoutMs?: number | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** A held lock; `await using` gives it back. */
export interface StoreLock extends AsyncDisposable {
  release(): Promise<void>;
}

const POLL_MS = 25;

/**
 * Keeps other processes of ours out of a store: two that add and edit at the same time would each issue on top of what
 * they read, and one would undo the other. `nsc` knows nothing of it. A lock whose process is gone is taken over.
 *
 * @throws AuthError `ERR_TIMEOUT` naming the process that holds it, `ERR_ABORTED`, `ERR_STORE`.
 * @example
 * await using lock = await lockStore(store);
 * await addAccount(store, { name: "KUBECON" });
 */
export async function lockStore(store: Store, options: LockOptions = {}): Promise<StoreLock> {
  const { timeoutMs = 10_000, signal } = options;
  const directory = join(store.paths.stores, ".kchat-lock");
  const deadline = performance.now() + timeoutMs;
  while (!(await take(directory))) {
    if (signal?.aborted) throw new AuthError("ERR_ABORTED", "waiting for the store was aborted");
    const holder = await holderOf(directory);
    if (holder !== undefined && !isRunning(holder)) await takeOver(directory, holder);
    else if (performance.now() > deadline) {
      throw new AuthError(
        "ERR_TIMEOUT",
        `the store is held by ${holder ? `process ${holder.pid} on ${holder.host}` : "another process"}; wait for it, or remove ${directory} if it is gone`,
      );
    } else await delay(POLL_MS);
  }
  const release = () => rm(directory, { recursive: true, force: true });
  return { release, [Symbol.asyncDispose]: release };
}

async function take(directory: string): Promise<boolean> {
  try {
    await mkdir(directory, { mode: 0o700 });
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === "EEXIST") return false;
    throw new AuthError("ERR_STORE", `the lock ${directory} can't be made`, { cause });
  }
  const holder: Holder = { pid: process.pid, host: hostname() };
  await writeFile(join(directory, "holder"), JSON.stringify(holder), { mode: 0o600 });
  return true;
}

// Renaming is atomic: of several who find the same dead lock, one removes it. Somebody may have taken it over and be alive by
// now; then it is put back.
async function takeOver(directory: string, dead: Holder): Promise<void> {
  const grave = `${directory}.${process.pid}.${Math.random().toString(36).slice(2)}`;
  try {
    await rename(directory, grave);
  } catch {
    return;
  }
  if ((await holderOf(grave))?.pid === dead.pid) await rm(grave, { recursive: true, force: true });
  else await rename(grave, directory);
}

interface Holder {
  readonly pid: number;
  readonly host: string;
}

async function holderOf(directory: string): Promise<Holder | undefined> {
  try {
    const { pid, host } = JSON.parse((await readText(join(directory, "holder"))) ?? "");
    return Number.isSafeInteger(pid) && typeof host === "string" ? { pid, host } : undefined;
  } catch {
    return undefined;
  }
}

function isRunning({ pid, host }: Holder): boolean {
  if (host !== hostname()) return true;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}
