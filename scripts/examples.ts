// `npm run examples`: every example in script mode, one after the other.
import { readdirSync } from "node:fs";
import { chooseNames, readArguments } from "./arguments.js";
import { run } from "./run.js";

const { positionals } = readArguments(
  `npm run examples -- [NAME...]

Runs every example, or those named, without a terminal, and shows the output of those that fail.`,
  { allowPositionals: true },
);
const examples = readdirSync(new URL("../examples/", import.meta.url), { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => name);
const results = { passed: 0, failed: 0 };
for (const name of chooseNames("example", positionals, examples)) {
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
