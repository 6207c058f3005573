import type { Proof } from "../proof.js";
import { type Answer, difference, type Topic } from "./case.js";
import { startGoLibrary } from "./go-library.js";
import { Random } from "./random.js";
import { builders, issued, serverSubjects } from "./topics/build.js";
import { creds, formatting } from "./topics/creds.js";
import { decode, decodeFree } from "./topics/decode.js";
import { encode } from "./topics/encode.js";
import { publicKeys, sealed, seeds, signatures } from "./topics/keys.js";
import { hashIds, quotes, revocations, subjects } from "./topics/subjects.js";
import { didSign, scopedUsers, templates } from "./topics/trust.js";
import { load, urls, validate } from "./topics/validate.js";

const topics: readonly Topic[] = [
  encode,
  validate,
  urls,
  load,
  decode,
  decodeFree,
  subjects,
  quotes,
  hashIds,
  revocations,
  publicKeys,
  seeds,
  signatures,
  sealed,
  creds,
  formatting,
  didSign,
  scopedUsers,
  templates,
  builders,
  issued,
  serverSubjects,
];

/** How many rounds of two thousand cases, which ones, and how many differences are shown. */
const { GO_AGREE_ROUNDS = "5", GO_AGREE_SEED = "1", GO_AGREE_SHOWN = "5" } = process.env;
const ONLY = process.env.GO_AGREE_ONLY;

export const proofs: readonly Proof[] = topics
  .filter(({ name }) => !ONLY || name.includes(ONLY))
  .map((topic) => ({
    name: `ours and Go agree on ${topic.name}`,
    async run() {
      const go = await startGoLibrary();
      if ("skipped" in go) return go;
      try {
        const random = new Random(Number(GO_AGREE_SEED) * 1000 + topics.indexOf(topic));
        const cases = Array.from({ length: Number(GO_AGREE_ROUNDS) * topic.casesPerRound }, () =>
          topic.make(random),
        );
        const answers = await go.ask(cases.map(({ question }) => question));
        const found = cases.flatMap((one, at) => {
          const how = difference(one, answers[at] as Answer);
          return how === undefined ? [] : [`  ${JSON.stringify(one.question)}\n    ${how}`];
        });
        const refused = answers.filter(({ refusal }) => refusal !== undefined).length;
        console.log(
          `go-agree ${topic.name}: ${cases.length} cases, Go refuses ${refused}, ${found.length} differ`,
        );
        if (found.length > 0) throw new Error(found.slice(0, Number(GO_AGREE_SHOWN)).join("\n"));
      } finally {
        go.stop();
      }
      return undefined;
    },
  }));
