import { createServer, type Server } from "node:net";
import { NatsServerError } from "../errors.js";

/** Where ports are looked for. */
export interface FreePortsOptions {
  /** Address that will listen. @default "127.0.0.1" */
  readonly host?: string | undefined;
  /** @default Math.random */
  readonly random?: (() => number) | undefined;
}

/**
 * Finds ports that nobody listens on, for servers that must be known before they start, or come back where they were.
 * They lie below the range from which the system gives out ports by itself (32768 on Linux, 49152 on macOS), so that no
 * other process is handed one of them before the server binds it.
 *
 * @throws {@link NatsServerError} `ERR_PORT_TAKEN` if a thousand ports can't be bound, as on a host that isn't this machine
 * @example
 * ```ts
 * import { freePorts } from "@kchat/nats-server";
 *
 * const [client, route] = await freePorts(2);
 * ```
 */
export async function freePorts(count: number, options: FreePortsOptions = {}): Promise<number[]> {
  const { host = "127.0.0.1", random = Math.random } = options;
  const held: { port: number; listener: Server }[] = [];
  try {
    for (let attempts = 0; held.length < count; attempts += 1) {
      const port = 10_000 + Math.floor(random() * 22_000);
      const listener = await listen(port, host);
      if (listener !== undefined) held.push({ port, listener });
      else if (attempts > 1_000) {
        throw new NatsServerError(
          "ERR_PORT_TAKEN",
          `no free ports on ${host} between 10000 and 32000; name an address of this machine`,
        );
      }
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
