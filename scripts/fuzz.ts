import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";

const packages = new URL("../packages/", import.meta.url).pathname;
const { values } = parseArgs({
  options: {
    package: { type: "string" },
    inputs: { type: "string", default: "1000000" },
    seed: { type: "string", default: String(Date.now() % 1_000_000) },
  },
});
const fuzzed = readdirSync(packages).filter((name) =>
  existsSync(join(packages, name, "fuzz/main.ts")),
);
let findings = 0;
for (const name of fuzzed.filter((name) => name === (values.package ?? name))) {
  const { fuzz } = (await import(join(packages, name, "fuzz/main.ts"))) as {
    fuzz(options: {
      inputs: number;
      seed: number;
    }): Promise<{ inputs: number; findings: string[] }>;
  };
  const result = await fuzz({ inputs: Number(values.inputs), seed: Number(values.seed) });
  for (const finding of result.findings) console.error(`${name}: ${finding}`);
  findings += result.findings.length;
  console.log(
    `fuzz ${name}: ${result.inputs} inputs, seed ${values.seed}, ${result.findings.length} findings`,
  );
}
process.exitCode = findings === 0 ? 0 : 1;
