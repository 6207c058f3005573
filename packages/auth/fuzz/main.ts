import { loadCorpus, loadPayloads } from "./corpus.js";
import { type Judgement, judge } from "./judge.js";
import { mutate } from "./mutate.js";
import { mutateJson } from "./mutate-json.js";
import { Random } from "./random.js";
import { signedToken } from "./signed-token.js";
import { openStoreUnderAttack } from "./store/attack.js";
import { TARGETS, type Target } from "./targets.js";

/** One input of so many is a damaged store directory, which takes a thousand times as long as a text. */
const TEXTS_PER_STORE = 250;

/**
 * Throws mutated texts at every parser and damaged directories at every reader of stores; a finding is any other
 * outcome than a value or a typed error in time.
 */
export async function fuzz(options: {
  inputs: number;
  seed: number;
  /** Processor time after which an input is a finding, milliseconds. @default that of {@link Judgement} */
  limitMs?: number | undefined;
}): Promise<{ inputs: number; findings: string[] }> {
  const random = new Random(options.seed);
  const next = generate(random);
  const damaging = Object.values(loadCorpus()).flat();
  await using store = await openStoreUnderAttack();
  const findings = new Set<string>();
  let inputs = 0;
  for (; inputs < options.inputs && findings.size < 20; inputs += 1) {
    const finding =
      inputs % TEXTS_PER_STORE === 0
        ? await store.attack(random, damaging)
        : judgeNext(next(), options);
    if (finding !== undefined) findings.add(finding);
  }
  return { inputs, findings: [...findings] };
}

const judgeNext = ({ target, text }: { target: Target; text: string }, judgement: Judgement) =>
  judge(target, text, judgement);

/** An endless supply of parsers and texts for them. */
export function generate(random: Random): () => { target: Target; text: string } {
  const corpus = loadCorpus();
  const everything = Object.values(corpus).flat();
  const payloads = loadPayloads();
  return () => {
    const target = random.pick(TARGETS);
    if (target.sort === "token" && random.int(3) > 0) {
      return { target, text: signedToken(random.pick(payloads), random) };
    }
    if (target.sort === "json" && random.int(2) === 0) {
      return { target, text: mutateJson(random.pick(payloads).payload, random) };
    }
    const start = random.pick(random.int(8) === 0 ? everything : corpus[target.sort]);
    return { target, text: mutate(start, random, everything) };
  };
}
