import { setTimeout as sleep } from "node:timers/promises";
import type { NatsServer } from "@kchat/nats-server";
import type { Generation } from "../generations.js";
import type { Outcome } from "../outcome.js";
import type { Scale } from "../scale.js";
import { lameDuckAndReturn, workersInTurn } from "../trials/disturbances.js";
import { twoClusters } from "../trials/topologies.js";
import { runTrial, type Stage, type TrialResult } from "../trials/trial.js";
import { proof } from "./requests.js";

/**
 * Requests cross a gateway while workers are replaced and a server of each cluster goes.
 *
 * Each server keeps one connection to every other cluster, and it lands on one server there. When that one goes, all
 * that used the connection is cut off until the server has dialled again, a second later: no client can help that
 * (see the control). So the servers that go here are ones on which no gateway lands.
 */
export async function acrossGateway(scale: Scale, generation: Generation): Promise<Outcome> {
  const result = await acrossClusters(scale, generation, async (stage) => {
    await workersInTurn(stage, 3);
    for (const cluster of ["ams", "sfo"]) {
      const server = await findServer(stage.servers, cluster, (landings) => landings === 0);
      // By chance a gateway can land on each of the three; then this cluster keeps its servers.
      if (server !== undefined) await lameDuckAndReturn(stage, server);
    }
  });
  return proof(`two clusters joined by a gateway (${generation})`, result);
}

/** The server goes on which a gateway lands: the clusters are apart until it is dialled anew. */
export async function gatewayLandingGoes(scale: Scale, generation: Generation): Promise<Outcome> {
  const { sent, lost } = await acrossClusters(scale, generation, async (stage) => {
    await sleep(500);
    const server = await findServer(stage.servers, "ams", (landings) => landings > 0);
    if (server !== undefined) await lameDuckAndReturn(stage, server);
  });
  const name = `the landing of a gateway goes (${generation})`;
  return { name, kind: "control", sent, lost, faults: [], remarks: "although handed over" };
}

async function acrossClusters(
  scale: Scale,
  generation: Generation,
  disturb: (stage: Stage) => Promise<void>,
): Promise<TrialResult> {
  const world = await twoClusters(scale);
  const [ams, sfo] = world.clusters;
  try {
    return await runTrial(
      world.servers,
      { workers: ams?.urls ?? [], requesters: sfo?.urls ?? [] },
      {
        generation,
        ratePerSecond: scale.serverRate,
        workers: "managed",
        requesters: "managed",
        disturb,
      },
    );
  } finally {
    await world.stop();
  }
}

async function findServer(
  servers: readonly NatsServer[],
  cluster: string,
  wanted: (landings: number) => boolean,
): Promise<NatsServer | undefined> {
  for (const server of servers) {
    if (!server.name.startsWith(`${cluster}-`)) continue;
    const inbound = Object.values((await server.gatewayz()).inbound_gateways);
    if (wanted(inbound.flat().length)) return server;
  }
  return undefined;
}
