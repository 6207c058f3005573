import { createServer, type Server } from "node:net";

/**
 * Finds ports that nobody listens on. They lie below the range from which the system gives out ports by itself
 * (32768 on Linux, 49152 on macOS), so that no other process is handed one of them before the server binds it.
 */
export async function freePorts(
  count: number,
  host: string,
  random: () => number = Math.random,
): Promise<number[]> {
  const held: { port: number; listener: Server }[] = [];
  try {
    for (let attempts = 0; held.length < count; attempts += 1) {
      const port = 10_000 + Math.floor(random() * 22_000);
      const listener = await listen(port, host);
      if (listener !== undefined) held.push({ port, listener });
      else if (attempts > 1_000)
        throw new Error(`no free ports on ${host} between 10000 and 32000`);
    }
    return held.map(({ port }) => port);
  } finally {
    await Promise.all(
      held.map(({ listener }) => new Promise<void>((done) => listener.close(() => done()))),
    );
  }
}

function listen(port: number, host: string): Promise<Server | undefined> {
  return new Promise((resolve) => {
    const listener = createServer();
    listener.once("error", () => resolve(undefined));
    listener.listen(port, host, () => resolve(listener));
  });
}
