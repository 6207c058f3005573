import { parseArgs } from "node:util";
import { describe, isPassed, type Outcome } from "./outcome.js";
import { plan } from "./plan.js";
import { full, quick } from "./scale.js";

const { values } = parseArgs({
  options: { quick: { type: "boolean" }, only: { type: "string" }, help: { type: "boolean" } },
});
if (values.help) {
  console.log(`Proves that draining and handing over lose nothing, and that the usual ways do.

  npm run zero-loss                   everything, about seven minutes
  npm run zero-loss -- --quick        about a minute
  npm run zero-loss -- --only gateway what has "gateway" in its name`);
  process.exit();
}

const scale = values.quick ? quick : full;
const wanted = plan(scale).filter(({ name }) => name.includes(values.only ?? ""));
const outcomes: Outcome[] = [];
for (const { name, run } of wanted) {
  const startedAt = performance.now();
  const outcome = await run().catch(
    (error: unknown): Outcome => ({
      name,
      kind: "edge",
      sent: 0,
      lost: 0,
      faults: [error instanceof Error ? (error.stack ?? error.message) : String(error)],
      remarks: "",
    }),
  );
  outcomes.push(outcome);
  console.log(describe(outcome, (performance.now() - startedAt) / 1000));
}

const total = (kind: Outcome["kind"], count: (outcome: Outcome) => number): number =>
  outcomes.filter((outcome) => outcome.kind === kind).reduce((sum, one) => sum + count(one), 0);
const sent = total("proof", (outcome) => outcome.sent);
const lost = total("proof", (outcome) => outcome.lost);
const lostByControls = total("control", (outcome) => outcome.lost);
const failed = outcomes.filter((outcome) => !isPassed(outcome)).length;
if (failed > 0) console.log(`${failed} of ${outcomes.length} didn't show what they had to`);
const isComplete = values.only !== undefined || scale.name === "quick" || sent > 100_000;
if (!isComplete) console.log(`${sent} requests are too few for a proof`);
console.log(`zero-loss: ${lost} lost of ${sent}; controls lost ${lostByControls}`);
process.exit(failed === 0 && lost === 0 && isComplete ? 0 : 1);
