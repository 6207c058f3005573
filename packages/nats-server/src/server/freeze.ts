import { readdir, readFile } from "node:fs/promises";
import { setTimeout as sleep } from "node:timers/promises";
import { NatsServerError } from "../errors.js";

/** A server that stands still; disposing of it lets the server go on. */
export interface FrozenServer extends Disposable {
  /** Lets the server go on; without effect the second time, or once the process has ended. */
  thaw(): void;
}

/** What freezing needs of a server. */
export interface Freezable {
  readonly pid: number;
  readonly monitorUrl: string;
  signal(name: NodeJS.Signals): void;
}

const FREEZE_TIMEOUT_MS = 5_000;
/** Without a process table to look at, a server that is silent for so long counts as frozen. */
const SILENCE_MS = 250;

/**
 * A signal is sent, not obeyed, when `kill` returns: threads on other cores go on for a moment and may still answer.
 *
 * @throws NatsServerError `ERR_NOT_READY`, `ERR_EXITED`
 */
export async function freezeServer(server: Freezable): Promise<FrozenServer> {
  const deadline = Date.now() + FREEZE_TIMEOUT_MS;
  server.signal("SIGSTOP");
  const thaw = () => server.signal("SIGCONT");
  while (!(await standsStill(server))) {
    if (Date.now() > deadline) {
      thaw();
      throw new NatsServerError(
        "ERR_NOT_READY",
        `the server (pid ${server.pid}) still runs ${FREEZE_TIMEOUT_MS} ms after SIGSTOP; expected it to stop: is it another user's process?`,
      );
    }
    await sleep(2);
  }
  return { thaw, [Symbol.dispose]: thaw };
}

async function standsStill(server: Freezable): Promise<boolean> {
  if (process.platform !== "linux") {
    return fetch(server.monitorUrl, { signal: AbortSignal.timeout(SILENCE_MS) }).then(
      () => false,
      () => true,
    );
  }
  const tasks = `/proc/${server.pid}/task`;
  const ids = await readdir(tasks).catch((cause: unknown) => {
    throw new NatsServerError("ERR_EXITED", `there is no process ${server.pid} to freeze`, {
      cause,
    });
  });
  const states = await Promise.all(
    ids.map(async (id) => {
      const stat = await readFile(`${tasks}/${id}/stat`, "utf8").catch(() => "");
      // The name before the state is in brackets and may hold anything, brackets too.
      return stat.slice(stat.lastIndexOf(")") + 2, stat.lastIndexOf(")") + 3);
    }),
  );
  return states.every((state) => state === "T" || state === "t");
}
