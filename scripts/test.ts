// `npm test`: every package's tests through turbo (so that what has not changed is replayed from the
// cache), and one closing line that adds them up.
import { stripVTControlCharacters } from "node:util";
import { run } from "./run.js";

const { code, output } = await run("npx", [
  "turbo",
  "run",
  "test",
  "--continue",
  "--output-logs=full",
  ...process.argv.slice(2),
]);

let passed = 0;
let failed = 0;
for (const line of stripVTControlCharacters(output).split("\n")) {
  const totals = /^\S+:test:\s+Tests\s+(.*)$/.exec(line)?.[1];
  if (totals === undefined) continue;
  passed += Number(/(\d+) passed/.exec(totals)?.[1] ?? 0);
  failed += Number(/(\d+) failed/.exec(totals)?.[1] ?? 0);
}
// A suite that breaks before its first test counts none as failed; turbo's exit code knows.
if (code !== 0 && failed === 0) failed = 1;
console.log(`\n${passed} passed, ${failed} failed`);
process.exitCode = failed === 0 && passed > 0 ? 0 : 1;
