import { existsSync, readdirSync } from "node:fs";

const here = new URL("./", import.meta.url);
const known = readdirSync(here).filter((name) => existsSync(new URL(`${name}/bench.ts`, here)));
const wanted = process.argv.slice(2);
const unknown = wanted.filter((name) => !known.includes(name));
if (unknown.length > 0) {
  console.error(`no benchmark "${unknown.join('", "')}"; there are: ${known.join(", ")}`);
  process.exit(2);
}
for (const name of wanted.length > 0 ? wanted : known) {
  const { run } = (await import(`./${name}/bench.ts`)) as { run(): Promise<void> };
  await run();
}
if (known.length === 0) console.log("no benchmarks yet");
