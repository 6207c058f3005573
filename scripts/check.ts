// `npm run check`: everything that can be said of the project without running it. Each step is named,
// timed and run even when an earlier one failed, so that one run shows all there is to mend.
import { run } from "./run.js";

const turbo = (...tasks: string[]): [command: string, ...args: string[]] => [
  "npx",
  "turbo",
  "run",
  ...tasks,
  "--continue",
  "--output-logs=errors-only",
];

const steps: readonly (readonly [name: string, command: string, ...args: string[]])[] = [
  ["lock file", "node", "scripts/relax-lock.mjs", "--check"],
  ["format, lint, import rules", "npx", "biome", "ci", "."],
  ["types of packages, examples, bench, interop", ...turbo("typecheck")],
  ["types of scripts", "npx", "tsc", "--noEmit", "-p", "."],
  ["build", ...turbo("build")],
  ["publint, attw", ...turbo("check:package")],
  ["knip", "npx", "knip"],
  ["size budgets", "npx", "size-limit"],
  ["packed packages install and import", "npx", "tsx", "scripts/packed.ts"],
  ["documentation", "npx", "typedoc", "--logLevel", "Warn"],
  ["links and code in Markdown", "npx", "tsx", "scripts/markdown.ts"],
  ["changesets", "npx", "tsx", "scripts/changesets.ts"],
];

const wanted = process.argv.slice(2);
const chosen = steps.filter(
  ([name]) => wanted.length === 0 || wanted.some((word) => name.includes(word)),
);
if (chosen.length === 0) {
  console.error(`no step has "${wanted.join('" or "')}" in its name; there are:`);
  for (const [name] of steps) console.error(`  ${name}`);
  process.exit(2);
}
let failed = 0;
let passed = 0;
for (const [name, command, ...args] of chosen) {
  const started = Date.now();
  const { code, output } = await run(command, args, { quiet: true });
  const seconds = ((Date.now() - started) / 1000).toFixed(1);
  if (code === 0) {
    passed += 1;
    console.log(`passed  ${name} (${seconds} s)`);
  } else {
    failed += 1;
    console.log(`${output.trimEnd()}\nfailed  ${name} (${seconds} s)`);
  }
}
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;
