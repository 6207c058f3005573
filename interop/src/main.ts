import { existsSync, readdirSync } from "node:fs";
import type { ProofGroup } from "./proof.js";

const here = new URL("./", import.meta.url);
const known = readdirSync(here).filter((name) => existsSync(new URL(`${name}/proofs.ts`, here)));
const wanted = process.argv.slice(2);
const unknown = wanted.filter((name) => !known.includes(name));
if (unknown.length > 0) {
  console.error(`no proofs "${unknown.join('", "')}"; there are: ${known.join(", ")}`);
  process.exit(2);
}
const count = { passed: 0, failed: 0, skipped: 0 };
for (const name of wanted.length > 0 ? wanted : known) {
  const { proofs, close } = (await import(`./${name}/proofs.ts`)) as ProofGroup;
  for (const proof of proofs) {
    const line = `${name}: ${proof.name}`;
    try {
      const outcome = await proof.run();
      count[outcome ? "skipped" : "passed"] += 1;
      console.log(outcome ? `skipped ${line}: ${outcome.skipped}` : `passed  ${line}`);
    } catch (error) {
      count.failed += 1;
      console.error(`failed  ${line}\n${error instanceof Error ? error.message : error}`);
    }
  }
  await close?.();
}
console.log(`${count.passed} passed, ${count.failed} failed, ${count.skipped} skipped`);
process.exit(count.failed === 0 ? 0 : 1);
