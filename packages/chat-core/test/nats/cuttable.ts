import { connect, createServer, type Socket } from "node:net";

/** A way to a server that can be cut for whoever takes it, while others keep theirs. */
export async function cuttableWay(url: string) {
  const { hostname, port } = new URL(url);
  const sockets = new Set<Socket>();
  let isCut = false;
  let dialled = 0;

  const proxy = createServer((inbound) => {
    if (isCut) {
      dialled += 1;
      return void inbound.destroy();
    }
    const outbound = connect(Number(port), hostname);
    for (const [from, to] of [
      [inbound, outbound],
      [outbound, inbound],
    ] as const) {
      sockets.add(from);
      from.on("error", () => undefined);
      from.on("close", () => {
        sockets.delete(from);
        to.destroy();
      });
      from.pipe(to);
    }
  });
  await new Promise<void>((resolve) => {
    proxy.listen(0, "127.0.0.1", resolve);
  });
  const address = proxy.address();
  if (address === null || typeof address === "string") throw new Error("the proxy has no port");

  function cut(): void {
    isCut = true;
    for (const socket of sockets) socket.destroy();
  }
  return {
    url: `nats://127.0.0.1:${address.port}`,
    cut,
    /** How often somebody has dialled in vain. */
    dialled: () => dialled,
    restore() {
      isCut = false;
    },
    close() {
      cut();
      proxy.close();
    },
  };
}
