import {
  type Connect,
  type Connection,
  type HandOverEvent,
  type ManagedConnection,
  manage,
} from "@kchat/drain";
import { wsconnect } from "@nats-io/nats-core";
import { connect as connectV3 } from "@nats-io/transport-node";
import { connect as connectV2 } from "nats";
import { WebSocket } from "ws";

/** The clients that the proof is made for. */
export type Generation = "v2" | "v3" | "ws";

/** What the plain clients offer for leaving. */
export interface PlainConnection extends Connection {
  drain(): Promise<void>;
}

/** Opens a connection to the first of `servers` that accepts. */
export function connector(generation: Generation): (servers: string[]) => Promise<PlainConnection> {
  const options = { noRandomize: true, reconnectTimeWait: 200, maxReconnectAttempts: -1 };
  switch (generation) {
    case "v2":
      return (servers) => connectV2({ ...options, servers });
    case "v3":
      return (servers) => connectV3({ ...options, servers });
    case "ws":
      return (servers) => wsconnect({ ...options, servers, wsFactory });
  }
}

/** How clients behave when their server goes: as the plain client does, or handed over before. */
export type Behaviour = "plain" | "managed";

export interface ManagedTimes {
  readonly settleMs: number;
  readonly jitterMs: number;
}

export function managedBy(
  connect: Connect,
  servers: readonly string[],
  times: ManagedTimes,
  journal: string[],
): Promise<ManagedConnection> {
  return manage({
    connect,
    servers,
    ...times,
    drain: { deadlineMs: 15_000 },
    onEvent: (event) => {
      const line = inShort(event);
      if (line !== undefined) journal.push(`${new Date().toISOString().slice(17, 23)} ${line}`);
    },
  });
}

function inShort(event: HandOverEvent): string | undefined {
  switch (event.type) {
    case "begin":
      return undefined;
    case "refused":
      return `refused: ${event.error}`;
    case "moved":
      return `${event.from} -> ${event.to} ${Math.round(event.ms)} ms${event.probed ? "" : " unproved"}`;
    case "overtaken":
      return `overtaken ${event.from} -> ${event.to}`;
    case "drained":
      return `drained ${event.server} ${event.report.outcome} ${Math.round(event.report.totalMs)} ms`;
  }
}

/** Node 20 has no WebSocket of its own. */
const wsFactory = (url: string | URL) =>
  Promise.resolve({
    socket: new WebSocket(url) as unknown as globalThis.WebSocket,
    encrypted: false,
  });

/** The list with the server at `at` first, so that every server has clients. */
export const rotated = (urls: readonly string[], at: number): string[] =>
  urls.map((_, i) => urls[(i + at) % urls.length] ?? "");
