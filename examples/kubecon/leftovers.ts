import { readdir, stat } from "node:fs/promises";
import { createConnection } from "node:net";
import { join } from "node:path";

/** Counts the files with secrets below a directory; fails when others may read one. */
export async function secretsReadableByOthers(dir: string): Promise<number> {
  const secrets = (await readdir(dir, { recursive: true })).filter((name) =>
    /\.(nk|creds|jwt)$/.test(name),
  );
  for (const name of secrets) {
    const { mode } = await stat(join(dir, name));
    if ((mode & 0o077) !== 0) throw new Error(`${name} has mode ${(mode & 0o777).toString(8)}`);
  }
  if (secrets.length === 0) throw new Error(`there are no keys in ${dir}`);
  return secrets.length;
}

/** Resolves when nothing listens at a `nats://` URL. */
export function refusedConnection(url: string): Promise<void> {
  const { hostname, port } = new URL(url);
  return new Promise((resolve, reject) => {
    const socket = createConnection({ host: hostname, port: Number(port) });
    socket.once("connect", () => {
      socket.destroy();
      reject(new Error(`something still listens on ${url}`));
    });
    socket.once("error", () => resolve());
  });
}
