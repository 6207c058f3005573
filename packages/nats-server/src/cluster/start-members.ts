import { NatsServerError } from "../errors.js";
import { configText } from "../server/command-line.js";
import type { NatsServer } from "../server/nats-server.js";
import type { StartServerOptions } from "../server/options.js";
import { startServerWith } from "../server/start-server.js";
import { freePorts } from "./free-ports.js";
import { type MemberPorts, memberConfig } from "./member-config.js";

/** Between the search for a free port and its use another process can take it: then all is tried again. */
const ATTEMPTS = 3;

interface MemberOptions
  extends Omit<StartServerOptions, "port" | "monitorPort" | "workDir" | "name"> {
  readonly gateways?: boolean | undefined;
}

/** Starts the servers of all clusters; resolves to one list for each cluster, before they have found each other. */
export async function startMembers(
  clusters: readonly { readonly name: string; readonly size: number }[],
  options: MemberOptions,
): Promise<NatsServer[][]> {
  for (const { name, size } of clusters) {
    if (!Number.isInteger(size) || size < 1) {
      throw new TypeError(`cluster ${JSON.stringify(name)} needs a size of 1 or more, not ${size}`);
    }
  }
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await startAll(clusters, options);
    } catch (error) {
      const taken = NatsServerError.isInstance(error) && error.code === "ERR_PORT_TAKEN";
      if (!taken || attempt === ATTEMPTS) throw error;
    }
  }
}

async function startAll(
  clusters: readonly { readonly name: string; readonly size: number }[],
  options: MemberOptions,
): Promise<NatsServer[][]> {
  const { host = "127.0.0.1", websocket = false, gateways = false, ...each } = options;
  const total = clusters.reduce((sum, { size }) => sum + size, 0);
  const ports = await freePorts(5 * total, { host });
  const take = () => ports.pop() ?? 0;
  const plan = clusters.map(({ name, size }) => ({
    name,
    members: Array.from(
      { length: size },
      (): MemberPorts => ({
        client: take(),
        route: take(),
        gateway: take(),
        websocket: take(),
        monitor: take(),
      }),
    ),
  }));
  const started: NatsServer[][] = [];
  try {
    for (const { name, members } of plan) {
      const servers: NatsServer[] = [];
      started.push(servers);
      // One after the other: a server dials those that are there at once, a missing one only after a second.
      for (const [at, own] of members.entries()) {
        const peers = gateways ? plan : [];
        const facts = {
          ...each,
          host,
          name: `${name}-${at}`,
          port: own.client,
          monitorPort: own.monitor,
        };
        const added = memberConfig({ host, name, own, members, peers });
        const listener = websocket === false ? false : { port: own.websocket };
        const server = await startServerWith(
          (config) => `${configText(config, { ...facts, websocket: listener })}
${added}`,
          facts,
        );
        servers.push(server);
      }
    }
  } catch (error) {
    await Promise.all(started.flat().map((server) => server.stop()));
    throw error;
  }
  return started;
}
