import fc from "fast-check";
import { stringify } from "yaml";
import { parseTopology, TopologyError } from "../src/index.js";

const anything = fc.anything({ maxDepth: 2 });

/** A description with the right keys and any values, so that every reader is reached. */
const nearTopology = fc.record(
  {
    name: anything,
    trust: fc.record({ operator: anything, accounts: fc.array(anything), systemAccount: anything }),
    regions: fc.array(fc.record({ name: anything, servers: anything })),
    listeners: fc.record({ client: anything, websocket: fc.record({ allowedOrigins: anything }) }),
    jetstream: fc.record({ maxFile: anything, storeDir: anything }),
    limits: anything,
  },
  { requiredKeys: [] },
);

const text = fc.oneof(fc.string({ unit: "binary" }), nearTopology.map(asYaml));

/** Feeds descriptions of unknown origin to the parser: it may only ever refuse them with a TopologyError. */
export async function fuzz(options: {
  inputs: number;
  seed: number;
}): Promise<{ inputs: number; findings: string[] }> {
  const findings: string[] = [];
  for (const sample of samples(options)) {
    try {
      parseTopology(sample, { file: "fuzz.yaml" });
      findings.push(`accepted: ${JSON.stringify(sample)}`);
    } catch (error) {
      if (error instanceof TopologyError && !/(?!\n)\p{Cc}/u.test(error.message)) continue;
      findings.push(`${String(error)}: ${JSON.stringify(sample)}`);
    }
  }
  return { inputs: options.inputs, findings };
}

/** Some values, such as symbols, have no YAML: they become text. */
function asYaml(value: unknown): string {
  try {
    return stringify(value);
  } catch {
    return String(value);
  }
}

/** Made a thousand at a time: a million would not fit into memory. */
function* samples({ inputs, seed }: { inputs: number; seed: number }) {
  for (let made = 0; made < inputs; made += 1000) {
    const numRuns = Math.min(1000, inputs - made);
    yield* fc.sample(text, { numRuns, seed: seed + made });
  }
}
