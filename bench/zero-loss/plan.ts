import type { Outcome } from "./outcome.js";
import type { Scale } from "./scale.js";
import {
  acrossGateway,
  bothAtOnce,
  serversLameDucked,
  workersReplaced,
} from "./scenarios/requests.js";

/** One experiment. */
export interface Experiment {
  readonly name: string;
  readonly run: () => Promise<Outcome>;
}

/** What a run of this scale does, in order. */
export function plan(scale: Scale): Experiment[] {
  const experiments: Experiment[] = [];
  for (const generation of ["v2", "v3"] as const) {
    experiments.push(
      { name: `workers ${generation}`, run: () => workersReplaced(scale, generation) },
      { name: `servers ${generation}`, run: () => serversLameDucked(scale, generation) },
      { name: `both ${generation}`, run: () => bothAtOnce(scale, generation) },
      { name: `gateway ${generation}`, run: () => acrossGateway(scale, generation) },
    );
  }
  return experiments;
}
