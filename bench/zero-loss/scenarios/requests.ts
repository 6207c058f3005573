import type { Generation } from "../generations.js";
import type { Outcome } from "../outcome.js";
import type { Scale } from "../scale.js";
import { restartInTurn, serversInTurn, workersInTurn } from "../trials/disturbances.js";
import { threeNodes } from "../trials/topologies.js";
import { runTrial, type Trial, type TrialResult } from "../trials/trial.js";
import type { Whereabouts } from "../whereabouts.js";

/** Workers are replaced in turn, at the full rate. */
export async function workersReplaced(scale: Scale, generation: Generation): Promise<Outcome> {
  const result = await onCluster(scale, {
    generation,
    ratePerSecond: scale.workerRate,
    workers: "tracked",
    requesters: "plain",
    disturb: (stage) => workersInTurn(stage, scale.replacements),
  });
  return proof(`workers replaced in turn (${generation})`, result);
}

/** The servers go into lame duck mode in turn. */
export async function serversLameDucked(scale: Scale, generation: Generation): Promise<Outcome> {
  const result = await onCluster(scale, {
    generation,
    ratePerSecond: scale.serverRate,
    workers: "managed",
    requesters: "managed",
    disturb: (stage) => serversInTurn(stage, scale.name === "quick" ? 1 : 3),
  });
  return proof(`servers lame-ducked in turn (${generation})`, result);
}

/** Workers are replaced while servers go. */
export async function bothAtOnce(scale: Scale, generation: Generation): Promise<Outcome> {
  const result = await onCluster(scale, {
    generation,
    ratePerSecond: scale.serverRate,
    workers: "managed",
    requesters: "managed",
    disturb: async (stage) => {
      const servers = serversInTurn(stage, scale.name === "quick" ? 1 : 3);
      let isOver = false;
      void servers.finally(() => {
        isOver = true;
      });
      for (let at = 0; !isOver; at += 1)
        await workersInTurn({ ...stage, replaceWorker: () => stage.replaceWorker(at % 3) }, 1);
      await servers;
    },
  });
  return proof(`workers replaced while servers go (${generation})`, result);
}

/** The whole cluster, with JetStream on, is restarted by `rollingRestart`. */
export async function clusterRestarted(scale: Scale, generation: Generation): Promise<Outcome> {
  const result = await onCluster(
    scale,
    {
      generation,
      ratePerSecond: scale.serverRate,
      workers: "managed",
      requesters: "managed",
      disturb: (stage) => restartInTurn(stage),
    },
    { jetstream: true },
  );
  return proof(`rolling restart of the cluster (${generation})`, result);
}

async function onCluster(
  scale: Scale,
  trial: Trial,
  options: { jetstream?: boolean } = {},
): Promise<TrialResult> {
  const cluster = await threeNodes({ ...scale, ...options });
  const urls =
    trial.generation === "ws"
      ? cluster.servers.map(({ websocketUrl = "" }) => websocketUrl)
      : cluster.urls;
  try {
    return await runTrial(cluster.servers, { workers: urls, requesters: urls }, trial);
  } finally {
    await cluster.stop();
  }
}

/** What the ledgers of a trial that may lose nothing say. */
export function proof(name: string, result: TrialResult): Outcome {
  const { sent, lost, repeated, reasons, work, journal, slowestMs, sentPerSecond } = result;
  const faults: string[] = [];
  if (repeated > 0) faults.push(`${repeated} were answered twice`);
  if (work.repeated > 0) faults.push(`${work.repeated} were worked off twice`);
  if (work.started !== work.finished) faults.push(`${work.started - work.finished} never ended`);
  if (work.unclean > 0) faults.push(`${work.unclean} drains reported a rest`);
  for (const [reason, count] of Object.entries(reasons)) faults.push(`${count} × ${reason}`);
  if (lost > 0) {
    faults.push(...lastSeen(work.whereabouts));
    faults.push(["", ...journal].join("\n    requester "));
    faults.push(["", ...work.journal].join("\n    worker "));
  }
  const still = Math.max(result.standstillMs, work.standstillMs);
  const remarks = [
    `${Math.round(sentPerSecond)}/s`,
    `slowest answer ${Math.round(slowestMs)} ms`,
    `stood still for ${Math.round(still)} ms at most`,
  ].join(", ");
  return { name, kind: "proof", sent, lost, faults, remarks };
}

function lastSeen(whereabouts: Whereabouts): string[] {
  const { neverArrived, neverAnswered, answeredLate, answeredInVain } = whereabouts;
  return [
    `${neverArrived} never reached a worker`,
    `${neverAnswered} were begun and not answered`,
    `${answeredLate} were answered too late`,
    `${answeredInVain} were answered in vain`,
  ].filter((text) => !text.startsWith("0 "));
}
