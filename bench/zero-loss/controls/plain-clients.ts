import { setTimeout as sleep } from "node:timers/promises";
import type { Generation } from "../generations.js";
import type { Outcome } from "../outcome.js";
import type { Scale } from "../scale.js";
import { serversInTurn, workersInTurn } from "../trials/disturbances.js";
import { threeNodes } from "../trials/topologies.js";
import { runTrial, type Stage, type Trial } from "../trials/trial.js";
import { untilLost } from "../trials/until-lost.js";

/** Workers leave by the client's own `drain()`. */
export function clientDrain(scale: Scale, generation: Generation): Promise<Outcome> {
  return control(`workers leave by nc.drain() (${generation})`, scale, {
    generation,
    leaves: "clientDrain",
    disturb: (stage) => workersInTurn(stage, 4),
  });
}

/** Workers just close. */
export function close(scale: Scale, generation: Generation): Promise<Outcome> {
  return control(`workers leave by nc.close() (${generation})`, scale, {
    generation,
    leaves: "close",
    disturb: (stage) => workersInTurn(stage, 4),
  });
}

/** The process of the workers is killed while they work. */
export function killed(scale: Scale, generation: Generation): Promise<Outcome> {
  return control(`workers are killed with SIGKILL (${generation})`, scale, {
    generation,
    disturb: async (stage: Stage) => {
      await sleep(500);
      await stage.host.stop();
      await sleep(100);
    },
  });
}

/** Servers go into lame duck mode under clients that don't react. */
export function plainLameDuck(scale: Scale, generation: Generation): Promise<Outcome> {
  return control(`plain clients on a lame duck (${generation})`, scale, {
    generation,
    disturb: (stage) => serversInTurn(stage, 1),
  });
}

async function control(
  name: string,
  scale: Scale,
  trial: Pick<Trial, "generation" | "leaves" | "disturb">,
): Promise<Outcome> {
  const { sent, lost, remarks } = await untilLost(async () => {
    const cluster = await threeNodes({ graceMs: 500 });
    try {
      const places = { workers: cluster.urls, requesters: cluster.urls };
      return await runTrial(cluster.servers, places, {
        ...trial,
        ratePerSecond: scale.serverRate,
        workers: "plain",
        requesters: "plain",
        timeoutMs: 2_000,
      });
    } finally {
      await cluster.stop();
    }
  });
  return { name, kind: "control", sent, lost, faults: [], remarks };
}
