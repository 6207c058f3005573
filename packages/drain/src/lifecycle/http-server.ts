/** The part of `node:http`'s `Server` that a shutdown uses. */
export interface HttpServer {
  close(callback?: (error?: Error) => void): unknown;
  closeIdleConnections(): void;
  closeAllConnections(): void;
  prependListener(event: "request", listener: HttpRequestListener): unknown;
  removeListener(event: "request", listener: HttpRequestListener): unknown;
}

/** Called for each request; the response's headers have not been sent. */
export type HttpRequestListener = (
  request: unknown,
  response: { setHeader(name: string, value: string): unknown },
) => void;

/** How often connections that have become idle are looked for. */
const idleCheckMs = 100;

/**
 * Stops accepting, lets running requests end, and closes connections as they become idle; what is
 * still open when `signal` fires is cut. A server that somebody else is closing is waited for.
 */
export async function closeHttpServer(server: HttpServer, signal: AbortSignal): Promise<void> {
  // Keep-alive connections would hold the server open until their clients let go.
  const idle = setInterval(() => server.closeIdleConnections(), idleCheckMs);
  // A client that always has another request is never idle: this one is its last.
  const last: HttpRequestListener = (_request, response) =>
    response.setHeader("Connection", "close");
  const cut = (): void => server.closeAllConnections();
  signal.addEventListener("abort", cut, { once: true });
  server.prependListener("request", last);
  try {
    await new Promise<void>((resolve, reject) => {
      server.close((error) => (isProblem(error) ? reject(error) : resolve()));
      server.closeIdleConnections();
    });
  } finally {
    clearInterval(idle);
    server.removeListener("request", last);
    signal.removeEventListener("abort", cut);
  }
}

/** That it was closed already is none: Node calls back, with this error, when its last connection has ended. */
const isProblem = (error: (Error & { readonly code?: unknown }) | undefined): boolean =>
  error !== undefined && error.code !== "ERR_SERVER_NOT_RUNNING";
