import { clientDrain, close, killed, plainLameDuck } from "./controls/plain-clients.js";
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
import { acrossGateway, gatewayLandingGoes } from "./scenarios/gateway.js";
import { bothAtOnce, serversLameDucked, workersReplaced } from "./scenarios/requests.js";
import { workQueue } from "./scenarios/work-queue.js";

/** One experiment. */
export interface Experiment {
  readonly name: string;
  readonly run: () => Promise<Outcome>;
}

const proofs = { workersReplaced, serversLameDucked, bothAtOnce, acrossGateway, workQueue };
const controls = { clientDrain, close, killed, plainLameDuck, gatewayLandingGoes };
const edges = {
  frozenServer,
  whileReconnecting,
  serverComesBack,
  deadlineExceeded,
  handlerBeyondGrace,
};

/** What a run does, in order. The quick one alternates the generations instead of trying both each time. */
export function plan(scale: Scale): Experiment[] {
  const experiments: Experiment[] = [];
  let turn = 0;
  const generations = (): Generation[] => {
    turn += 1;
    if (scale.name === "full") return ["v2", "v3"];
    return turn % 2 === 0 ? ["v2"] : ["v3"];
  };
  for (const [name, run] of Object.entries({ ...proofs, ...controls })) {
    for (const generation of generations()) {
      experiments.push({ name: `${name} ${generation}`, run: () => run(scale, generation) });
    }
  }
  experiments.push({ name: "workersReplaced ws", run: () => workersReplaced(scale, "ws") });
  if (scale.name === "full") {
    experiments.push({ name: "serversLameDucked ws", run: () => serversLameDucked(scale, "ws") });
  }
  for (const [name, run] of Object.entries(edges)) {
    for (const generation of generations()) {
      experiments.push({ name: `${name} ${generation}`, run: () => run(generation) });
    }
  }
  return experiments;
}
