import { type AddressInfo, connect, createServer, type Socket } from "node:net";

/** The way from the page to the server, which can be cut and mended. */
export interface Relay extends AsyncDisposable {
  readonly port: number;
  /** Breaks every connection, and takes no new one until it is mended. */
  cut(): void;
  mend(): void;
}

/** Relays TCP to a port on loopback. */
export async function openRelay(target: () => number): Promise<Relay> {
  const sockets = new Set<Socket>();
  let isCut = false;
  const keep = (socket: Socket, other: () => Socket) => {
    sockets.add(socket);
    // A broken connection is what this is for.
    socket.on("error", () => socket.destroy());
    socket.on("close", () => {
      sockets.delete(socket);
      other().destroy();
    });
  };
  const relay = createServer((near) => {
    if (isCut) {
      near.destroy();
      return;
    }
    const far = connect(target(), "127.0.0.1");
    keep(near, () => far);
    keep(far, () => near);
    near.pipe(far).pipe(near);
  });
  await new Promise<void>((resolve) => relay.listen(0, "127.0.0.1", resolve));
  const breakAll = () => {
    for (const socket of sockets) socket.destroy();
  };
  return {
    port: (relay.address() as AddressInfo).port,
    cut() {
      isCut = true;
      breakAll();
    },
    mend() {
      isCut = false;
    },
    async [Symbol.asyncDispose]() {
      breakAll();
      await new Promise((resolve) => relay.close(resolve));
    },
  };
}
