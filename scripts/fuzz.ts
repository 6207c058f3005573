// `npm run fuzz`: hostile input for every parser that has a fuzzer; a finding prints what caused it.
import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { chooseNames, readArguments } from "./arguments.js";

const packages = fileURLToPath(new URL("../packages/", import.meta.url));
const { values } = readArguments(
  `npm run fuzz -- [--package NAME] [--inputs N] [--seed N]

Gives the parsers of every package, or of NAME, N hostile inputs (a million); the same seed gives the same ones.`,
  {
    options: {
      package: { type: "string" },
      inputs: { type: "string", default: "1000000" },
      seed: { type: "string", default: String(Date.now() % 1_000_000) },
    },
  },
);
const wanted = chooseNames(
  "package with a fuzzer",
  values.package === undefined ? [] : [values.package],
  readdirSync(packages).filter((name) => existsSync(join(packages, name, "fuzz/main.ts"))),
);
const [inputs, seed] = [values.inputs, values.seed].map(Number);
if (inputs === undefined || seed === undefined || !(inputs >= 1) || !Number.isInteger(seed)) {
  console.error("--inputs is a number from 1, --seed a whole number");
  process.exit(2);
}
let findings = 0;
for (const name of wanted) {
  const source = pathToFileURL(join(packages, name, "fuzz/main.ts"));
  const { fuzz } = (await import(source.href)) as {
    fuzz(options: {
      inputs: number;
      seed: number;
    }): Promise<{ inputs: number; findings: string[] }>;
  };
  const result = await fuzz({ inputs, seed });
  for (const finding of result.findings) console.error(`${name}: ${finding}`);
  findings += result.findings.length;
  console.log(
    `fuzz ${name}: ${result.inputs} inputs, seed ${seed}, ${result.findings.length} findings`,
  );
}
process.exitCode = findings === 0 ? 0 : 1;
