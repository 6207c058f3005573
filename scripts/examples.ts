// `npm run examples`: every example in script mode, one after the other.
import { readdirSync } from "node:fs";
import { run } from "./run.js";

const examples = readdirSync(new URL("../examples/", import.meta.url), { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => name);
const results = { passed: 0, failed: 0 };
for (const name of examples) {
  const started = Date.now();
  const { code, output } = await run(
    "npm",
    ["start", "--silent", "-w", `examples/${name}`, "--", "--script"],
    { quiet: true, timeoutMs: 180_000 },
  );
  results[code === 0 ? "passed" : "failed"] += 1;
  const seconds = ((Date.now() - started) / 1000).toFixed(1);
  console.log(`${code === 0 ? "passed" : "failed"}  ${name} (${seconds} s)`);
  if (code !== 0) console.error(output);
}
console.log(`${results.passed} passed, ${results.failed} failed`);
process.exitCode = results.failed === 0 ? 0 : 1;
