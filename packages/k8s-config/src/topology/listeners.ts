import { type Field, quote } from "./field.js";

/** A port that servers listen on. */
export interface ListenerInput {
  /** 1 to 65535. */
  port?: number | undefined;
}

/** WebSocket, for browsers. TLS ends in front of the servers, at an Ingress or load balancer. */
export interface WebSocketInput extends ListenerInput {
  /**
   * Origins of pages that may connect, such as `https://chat.example.com`.
   *
   * @default every origin
   */
  allowedOrigins?: readonly string[] | undefined;
}

/** Who can reach the servers, and where. */
export interface ListenersInput {
  /** @default { port: 4222 } */
  client?: ListenerInput | undefined;
  /** Listens only when it is there. @default absent; port 8080 */
  websocket?: WebSocketInput | undefined;
  /** Between the servers of a region. @default { port: 6222 } */
  cluster?: ListenerInput | undefined;
  /** HTTP, for probes and metrics. @default { port: 8222 } */
  monitor?: ListenerInput | undefined;
}

/** Listeners with every default filled in. */
export interface Listeners {
  readonly client: { readonly port: number };
  readonly websocket?: { readonly port: number; readonly allowedOrigins: readonly string[] };
  readonly cluster: { readonly port: number };
  readonly monitor: { readonly port: number };
}

export function readListeners(field: Field): Listeners {
  const { client, websocket, cluster, monitor } = field.fields(
    "client",
    "websocket",
    "cluster",
    "monitor",
  );
  const webSocketFields = websocket.fields("port", "allowedOrigins");
  const taken = new Map<number, string>();
  const port = (name: string, portField: Field, fallback: number): number => {
    const value = portField.integer(1, 65_535, "invalid-port") ?? fallback;
    const other = taken.get(value);
    if (other !== undefined) {
      portField.error("port-conflict", `port ${value} is also the port of ${other}`);
    }
    taken.set(value, name);
    return value;
  };
  const origins = webSocketFields.allowedOrigins.items().map(readOrigin);
  return {
    client: { port: port("client", client.fields("port").port, 4222) },
    cluster: { port: port("cluster", cluster.fields("port").port, 6222) },
    monitor: { port: port("monitor", monitor.fields("port").port, 8222) },
    ...(!websocket.absent && {
      websocket: {
        port: port("websocket", webSocketFields.port, 8080),
        allowedOrigins: origins.filter((origin) => origin !== undefined),
      },
    }),
  };
}

/** nats-server takes absolute http(s) URLs only: no `*`, no bare host, no `wss:`. */
function readOrigin(field: Field): string | undefined {
  const text = field.text();
  if (text === undefined) return field.absent ? field.error("missing", "empty origin") : undefined;
  const url = URL.canParse(text) ? new URL(text) : undefined;
  const plainHost = /^https?:\/\/(?:[a-z0-9.-]+|\[[0-9a-f:]+\])(?::\d+)?$/;
  if (url?.origin === text && plainHost.test(text)) return text;
  return field.error(
    "invalid-origin",
    `${quote(text)} is not an origin such as "https://chat.example.com"`,
  );
}
