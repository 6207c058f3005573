import { once } from "node:events";
import { mkdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { createConnection, createServer } from "node:net";
import { dirname, join } from "node:path";
import type { LocalPorts } from "@kchat/k8s-config/local";

/** What a joining terminal needs to know of the chat that runs in a directory; nothing in it is secret. */
export interface Session {
  readonly pid: number;
  readonly url: string;
  readonly websocketUrl: string | undefined;
}

/** Writes the session of this process, so that `--join` finds it. */
export async function writeSession(dir: string, session: Session): Promise<void> {
  const file = sessionFile(dir);
  await mkdir(dirname(file), { recursive: true, mode: 0o700 });
  await writeFile(`${file}.new`, `${JSON.stringify(session)}\n`, { mode: 0o600 });
  await rename(`${file}.new`, file);
}

/** Removes the session of this process. */
export async function removeSession(dir: string): Promise<void> {
  await rm(sessionFile(dir), { force: true });
}

/**
 * The session of the chat that runs in a directory, or undefined when none does. A file outlives a crash, and a process id
 * is soon another's (in a container it is the same each time), so the server itself is asked.
 */
export async function readSession(dir: string): Promise<Session | undefined> {
  const session = await writtenSession(dir);
  return session && (await greets(session.url)) ? session : undefined;
}

/**
 * The ports of a chat in this directory that crashed, as far as they are free: terminals that joined it still look for it
 * there. A chat that ended properly leaves none.
 */
export async function abandonedPorts(dir: string): Promise<LocalPorts> {
  const session = await writtenSession(dir);
  return {
    client: await freePortOf(session?.url),
    websocket: await freePortOf(session?.websocketUrl),
  };
}

async function writtenSession(dir: string): Promise<Session | undefined> {
  try {
    const session = JSON.parse(await readFile(sessionFile(dir), "utf8")) as Session;
    return URL.canParse(session.url) ? session : undefined;
  } catch {
    return undefined;
  }
}

async function freePortOf(url: string | undefined): Promise<number | undefined> {
  if (url === undefined || !URL.canParse(url)) return undefined;
  const port = Number(new URL(url).port);
  const listener = createServer().listen(port, "127.0.0.1");
  try {
    await once(listener, "listening");
    return port;
  } catch {
    return undefined;
  } finally {
    listener.close();
  }
}

function sessionFile(dir: string): string {
  return join(dir, "chat", "session.json");
}

/** Whether a NATS server is there: it speaks first, with its INFO. */
function greets(url: string): Promise<boolean> {
  const { hostname, port } = new URL(url);
  return new Promise((resolve) => {
    const socket = createConnection({ host: hostname, port: Number(port), timeout: 5_000 });
    const settle = (greeted: boolean) => {
      socket.destroy();
      resolve(greeted);
    };
    socket.once("data", (data) => settle(data.toString("latin1").startsWith("INFO ")));
    for (const event of ["error", "timeout", "close"]) socket.once(event, () => settle(false));
  });
}
