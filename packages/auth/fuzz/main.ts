import { loadCorpus, loadPayloads } from "./corpus.js";
import { judge } from "./judge.js";
import { mutate } from "./mutate.js";
import { Random } from "./random.js";
import { signedToken } from "./signed-token.js";
import { TARGETS } from "./targets.js";

/** Throws mutated texts at every parser; a finding is any other outcome than a value or a typed error in time. */
export async function fuzz(options: {
  inputs: number;
  seed: number;
}): Promise<{ inputs: number; findings: string[] }> {
  const random = new Random(options.seed);
  const corpus = loadCorpus();
  const payloads = loadPayloads();
  const tokenTargets = TARGETS.filter(({ name }) => name.startsWith("token"));
  const findings = new Set<string>();
  for (let i = 0; i < options.inputs && findings.size < 20; i += 1) {
    const signed = random.int(16) === 0;
    const text = signed
      ? signedToken(random.pick(payloads), random, corpus)
      : mutate(random.pick(corpus), random, corpus);
    const finding = judge(random.pick(signed ? tokenTargets : TARGETS), text);
    if (finding !== undefined) findings.add(finding);
  }
  return { inputs: options.inputs, findings: [...findings] };
}
