import { resolve } from "node:path";
import { createInterface } from "node:readline/promises";
import { runTui } from "@kchat/chat-tui";
import type { Cleanup } from "./cleanup.js";
import { startProvisioner, startServerOf } from "./host.js";
import { findOrMakeIdentities, type Identities } from "./identities.js";
import type { Options } from "./options.js";
import { join, obtainCredentials } from "./person.js";
import { abandonedPorts, readSession, removeSession, writeSession } from "./session-file.js";

/** A state of affairs that the person can mend; its message is all they need. */
export class CannotStart extends Error {}

/** The person asked to stop before the chat was on the screen. */
export class Stopped extends Error {
  constructor() {
    super("stopped.");
  }
}

/** Starts a chat, or joins the one of another terminal, and shows it until the person leaves. */
export async function chatHere(
  options: Options,
  cleanup: Cleanup,
  { signal, onScreen }: { signal: AbortSignal; onScreen: () => () => void },
): Promise<void> {
  const dir = resolve(options.dir ?? ".kchat");
  const session = await readSession(dir);
  if (options.mode === "join" && session === undefined)
    throw new CannotStart(`no chat is running in ${dir}; start one with npm start, then join.`);
  if (options.mode === "host" && session !== undefined)
    throw new CannotStart(
      `a chat is already running in ${dir} (process ${session.pid}); join it with npm start -- --join.`,
    );
  const identities = await findOrMakeIdentities(dir);
  const url = session?.url ?? (await host(identities, dir, options, cleanup, signal));
  const name = options.name ?? (await askForName(signal));
  const credentials = await obtainCredentials(identities, { dir, url, name, signal });
  const person = await join(identities, credentials, { dir, url });
  cleanup.add(person, () => person.leave());
  signal.throwIfAborted();
  const offScreen = onScreen();
  try {
    await runTui({ chat: person.chat, warnings: person.warnings });
  } finally {
    offScreen();
  }
}

async function host(
  identities: Identities,
  dir: string,
  options: Options,
  cleanup: Cleanup,
  signal: AbortSignal,
): Promise<string> {
  const abandoned = await abandonedPorts(dir);
  const ports = {
    client: options.port ?? abandoned.client,
    websocket: options.websocketPort ?? abandoned.websocket,
  };
  const server = await startServerOf(identities, { dir, ports, signal });
  cleanup.add(server, () => server.stop());
  const [url] = server.urls;
  if (url === undefined) throw new Error("the server has no client port");
  const provisioner = await startProvisioner(identities, url);
  cleanup.add(provisioner, () => provisioner.drain({ deadlineMs: 5_000 }));
  await writeSession(dir, { pid: process.pid, url, websocketUrl: server.websocketUrls[0] });
  cleanup.add(dir, removeSession);
  console.log(`nats-server at ${url}, WebSocket at ${server.websocketUrls[0]}`);
  console.log("others join with: npm start -- --join --name attendee");
  return url;
}

async function askForName(signal: AbortSignal): Promise<string> {
  const prompt = createInterface({ input: process.stdin, output: process.stdout });
  try {
    for (;;) {
      const name = (await prompt.question("Your name: ", { signal })).trim();
      if (/^[A-Za-z0-9_-]{1,64}$/.test(name)) return name;
      console.log("A name has 1 to 64 letters, digits, - or _.");
    }
  } catch (error) {
    // Ctrl-C at the prompt is a key, not a signal.
    if (error instanceof Error && error.name === "AbortError") throw new Stopped();
    throw error;
  } finally {
    prompt.close();
  }
}
