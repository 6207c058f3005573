/** The part of `node:http`'s `Server` that a shutdown uses. */
export interface HttpServer {
  readonly listening: boolean;
  close(callback?: (error?: Error) => void): unknown;
  closeIdleConnections(): void;
  closeAllConnections(): void;
}

/** How often connections that have become idle are looked for. */
const idleCheckMs = 100;

/**
 * Stops accepting, lets running requests end, and closes connections as they become idle; what is
 * still open when `signal` fires is cut.
 */
export async function closeHttpServer(server: HttpServer, signal: AbortSignal): Promise<void> {
  if (!server.listening) return;
  // Keep-alive connections would hold the server open until their clients let go.
  const idle = setInterval(() => server.closeIdleConnections(), idleCheckMs);
  const cut = (): void => server.closeAllConnections();
  signal.addEventListener("abort", cut, { once: true });
  try {
    await new Promise<void>((resolve, reject) => {
      server.close((error) => (error ? reject(error) : resolve()));
      server.closeIdleConnections();
    });
  } finally {
    clearInterval(idle);
    signal.removeEventListener("abort", cut);
  }
}
