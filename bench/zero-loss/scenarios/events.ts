import { setTimeout as sleep } from "node:timers/promises";
import { type Behaviour, type Generation, rotated } from "../generations.js";
import type { Outcome } from "../outcome.js";
import type { EventHost, EventSetup, Reception } from "../processes/event-host.js";
import { type Remote, startRemote } from "../processes/remote.js";
import type { Scale } from "../scale.js";
import { serversInTurn } from "../trials/disturbances.js";
import { threeNodes } from "../trials/topologies.js";
import { untilLost } from "../trials/until-lost.js";

const SUBSCRIBERS = 3;
/** For the last events to arrive; what comes later would count as lost. */
const LAST_MS = 5_000;

/**
 * Published events, for which nobody waits, reach every subscriber while the servers go in turn. Requests alone would
 * hide such a loss, as somebody notices when an answer is missing.
 */
export async function eventsPublished(scale: Scale, generation: Generation): Promise<Outcome> {
  const { sent, lost, repeated, journal } = await publishWhileServersGo(scale, {
    generation,
    behaviour: "managed",
    servers: scale.name === "quick" ? 1 : 3,
  });
  const faults = lost > 0 ? [["", ...journal].join("\n    ")] : [];
  const name = `events published while servers go (${generation})`;
  const remarks = `${SUBSCRIBERS} subscribers, ${repeated} delivered twice`;
  return { name, kind: "proof", sent, lost, faults, remarks };
}

/** The same with plain clients, on one server that goes. */
export async function eventsToPlainClients(scale: Scale, generation: Generation): Promise<Outcome> {
  const { sent, lost, remarks } = await untilLost(() =>
    publishWhileServersGo(scale, { generation, behaviour: "plain", servers: 1 }),
  );
  const name = `events to plain clients on a lame duck (${generation})`;
  return { name, kind: "control", sent, lost, faults: [], remarks };
}

async function publishWhileServersGo(
  scale: Scale,
  trial: { generation: Generation; behaviour: Behaviour; servers: number },
): Promise<{ sent: number; lost: number; repeated: number; journal: string[] }> {
  const { generation, behaviour } = trial;
  const cluster = await threeNodes(behaviour === "plain" ? { graceMs: 500 } : scale);
  const publisher = startRemote<EventHost>("event-host.ts");
  const subscribers = startRemote<EventHost>("event-host.ts");
  const at = (server: number): EventSetup => ({
    generation,
    behaviour,
    urls: rotated(cluster.urls, server),
    subject: "events",
    times: { settleMs: 250, jitterMs: 300 },
  });
  try {
    for (let i = 0; i < SUBSCRIBERS; i += 1) await subscribers.call("subscribe", at(i));
    await sleep(500);
    await publisher.call("begin", at(1), scale.serverRate);
    await serversInTurn({ servers: cluster.servers }, trial.servers);
    const each = await publisher.call("finish");
    const receptions = await lastReceptions(subscribers, each);
    const { journal } = await publisher.call("report");
    const sum = (count: (one: Reception) => number) =>
      receptions.reduce((total, one) => total + count(one), 0);
    return {
      sent: each * SUBSCRIBERS,
      lost: sum(({ received }) => each - received),
      repeated: sum(({ repeated }) => repeated),
      journal: [...journal, ...(await subscribers.call("report")).journal],
    };
  } finally {
    await Promise.all([publisher.stop(), subscribers.stop()]);
    await cluster.stop();
  }
}

async function lastReceptions(
  subscribers: Remote<EventHost>,
  expected: number,
): Promise<readonly Reception[]> {
  const deadline = Date.now() + LAST_MS;
  for (;;) {
    const { receptions } = await subscribers.call("report");
    const isComplete = receptions.every(({ received }) => received === expected);
    if (isComplete || Date.now() > deadline) return receptions;
    await sleep(100);
  }
}
