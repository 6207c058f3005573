import { createServer } from "node:net";

/**
 * Finds free ports for listeners that must know each other's port before they start: routes.
 *
 * They lie below the ranges from which systems hand out ports, so nobody is given one before its server binds it.
 *
 * @throws Error when there are none
 */
export async function freePorts(count: number, host: string): Promise<number[]> {
  const ports = new Set<number>();
  for (let attempt = 0; ports.size < count; attempt++) {
    if (attempt === 1000) throw new Error(`no free ports on ${host} between 10000 and 32000`);
    const port = 10_000 + Math.floor(Math.random() * 22_000);
    if (await isFree(port, host)) ports.add(port);
  }
  return [...ports];
}

function isFree(port: number, host: string): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.once("error", () => resolve(false));
    probe.listen(port, host, () => probe.close(() => resolve(true)));
  });
}
