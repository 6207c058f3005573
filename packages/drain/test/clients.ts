import type { Connection } from "@kchat/drain";
import type { NatsServer } from "@kchat/nats-server";
import { wsconnect } from "@nats-io/nats-core";
import { connect as connectV3 } from "@nats-io/transport-node";
import { connect as connectV2 } from "nats";
import { WebSocket } from "ws";

/** What the plain clients offer for leaving, for the control groups. */
interface PlainConnection extends Connection {
  drain(): Promise<void>;
}

interface DialOptions {
  readonly maxReconnectAttempts?: number;
  readonly reconnectTimeWait?: number;
  readonly name?: string;
}

/** A real client that can be a connection. */
export interface Client {
  readonly name: string;
  connect(server: NatsServer, options?: DialOptions): Promise<PlainConnection>;
}

export const v2: Client = {
  name: "nats 2.x",
  connect: (server, options = {}) => connectV2({ servers: server.url, ...options }),
};

export const v3: Client = {
  name: "@nats-io/transport-node 3.x",
  connect: (server, options = {}) => connectV3({ servers: server.url, ...options }),
};

/** nats-core keeps one transport for all connections, so a test uses this or `v3`, not both at once. */
const webSocket: Client = {
  name: "nats-core over WebSocket",
  connect: (server, options = {}) =>
    wsconnect({
      servers: server.websocketUrl ?? "",
      ...options,
      wsFactory: (url) =>
        Promise.resolve({
          socket: new WebSocket(url) as unknown as globalThis.WebSocket,
          encrypted: false,
        }),
    }),
};

export const clients: readonly Client[] = [v2, v3, webSocket];
