import { startCluster, startSuperCluster } from "@kchat/nats-server";

/** The shortest lame duck that nats-server allows; a server that nobody uses any more ends right after `graceMs`. */
const duck = (graceMs: number) => ({ durationMs: 30_000, graceMs });

/** Three servers, on which workers and requesters are spread. */
export async function threeNodes(options: { graceMs: number; jetstream?: boolean }) {
  const { graceMs, jetstream = false } = options;
  const cluster = await startCluster({
    size: 3,
    name: "zl",
    jetstream,
    websocket: true,
    lameDuck: duck(graceMs),
  });
  return cluster;
}

/** Two clusters joined by gateways: workers in one, requesters in the other. */
export function twoClusters(options: { graceMs: number }) {
  return startSuperCluster({
    clusters: [
      { name: "ams", size: 3 },
      { name: "sfo", size: 3 },
    ],
    lameDuck: duck(options.graceMs),
  });
}
