import { readFile, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";

/** What a joining terminal needs to know of the chat that runs in a directory; nothing in it is secret. */
export interface Session {
  readonly pid: number;
  readonly url: string;
  readonly websocketUrl: string | undefined;
}

/** Writes the session of this process, so that `--join` finds it. */
export async function writeSession(dir: string, session: Session): Promise<void> {
  const file = join(dir, "session.json");
  await writeFile(`${file}.new`, `${JSON.stringify(session)}\n`, { mode: 0o600 });
  await rename(`${file}.new`, file);
}

/** Removes the session of this process. */
export async function removeSession(dir: string): Promise<void> {
  await rm(join(dir, "session.json"), { force: true });
}

/** The session of the chat that runs in a directory, or undefined when none does. */
export async function readSession(dir: string): Promise<Session | undefined> {
  try {
    const session = JSON.parse(await readFile(join(dir, "session.json"), "utf8")) as Session;
    return isAlive(session.pid) ? session : undefined;
  } catch {
    return undefined;
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // Somebody else's process is alive too.
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}
