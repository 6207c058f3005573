import { clientDrain, close, killed, plainLameDuck } from "./controls/plain-clients.js";
import { crowdMoves } from "./edges/crowd.js";
import {
  deadlineExceeded,
  frozenServer,
  handlerBeyondGrace,
  serverComesBack,
  whileReconnecting,
} from "./edges/leaving.js";
import type { Generation } from "./generations.js";
import type { Outcome } from "./outcome.js";
import type { Scale } from "./scale.js";
import { eventsPublished, eventsToPlainClients } from "./scenarios/events.js";
import { acrossGateway, gatewayLandingGoes } from "./scenarios/gateway.js";
import {
  bothAtOnce,
  clusterRestarted,
  serversLameDucked,
  workersReplaced,
} from "./scenarios/requests.js";
import { workQueue } from "./scenarios/work-queue.js";

/** One experiment. */
export interface Experiment {
  readonly name: string;
  readonly run: () => Promise<Outcome>;
}

const proofs = {
  workersReplaced,
  serversLameDucked,
  bothAtOnce,
  clusterRestarted,
  acrossGateway,
  workQueue,
  eventsPublished,
};
const controls = {
  clientDrain,
  close,
  killed,
  plainLameDuck,
  gatewayLandingGoes,
  eventsToPlainClients,
};
const edges = {
  frozenServer,
  whileReconnecting,
  serverComesBack,
  deadlineExceeded,
  handlerBeyondGrace,
};

/** What takes long and shows little that the rest doesn't. */
const onlyInFull: readonly string[] = [
  "bothAtOnce",
  "clusterRestarted",
  "eventsToPlainClients",
  "gatewayLandingGoes",
];

/** What a run does, in order. The quick one alternates the generations instead of trying both each time. */
export function plan(scale: Scale): Experiment[] {
  const experiments: Experiment[] = [];
  const isFull = scale.name === "full";
  const add = <A extends unknown[]>(
    trials: Readonly<Record<string, (...args: A) => Promise<Outcome>>>,
    argsFor: (generation: Generation) => A,
  ): void => {
    for (const [name, run] of Object.entries(trials)) {
      if (!isFull && onlyInFull.includes(name)) continue;
      const turn: Generation = experiments.length % 2 === 0 ? "v3" : "v2";
      for (const generation of isFull ? (["v2", "v3"] as const) : [turn]) {
        const args = argsFor(generation);
        experiments.push({ name: `${name} ${generation}`, run: () => run(...args) });
      }
    }
  };
  add({ ...proofs, ...controls }, (generation): [Scale, Generation] => [scale, generation]);
  experiments.push({ name: "workersReplaced ws", run: () => workersReplaced(scale, "ws") });
  if (isFull) {
    experiments.push({ name: "serversLameDucked ws", run: () => serversLameDucked(scale, "ws") });
  }
  add(edges, (generation): [Generation] => [generation]);
  add({ crowdMoves }, (generation): [Scale, Generation] => [scale, generation]);
  return experiments;
}
