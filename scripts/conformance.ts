import { existsSync, readdirSync } from "node:fs";
import { join, resolve } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { chooseNames, readArguments } from "./arguments.js";
import type { ConformanceCase } from "./conformance-case.js";

const packages = fileURLToPath(new URL("../packages/", import.meta.url));
const { values, positionals } = readArguments(
  `npm run conformance -- [--package NAME] [DIR]

Runs the vectors of every package, or those of NAME; DIR holds other vectors of the
same layout: DIR/<package>/*.json, or with --package also DIR/*.json.`,
  { options: { package: { type: "string" } }, allowPositionals: true },
);
const wanted = chooseNames(
  "package with vectors",
  values.package === undefined ? [] : [values.package],
  readdirSync(packages).filter((name) =>
    existsSync(join(packages, name, "test/conformance/cases.ts")),
  ),
);

/** Where the vectors of a package lie: the repository's copy, or the given directory in either layout. */
function vectorsOf(name: string): string | undefined {
  const [given] = positionals;
  if (given === undefined) return join(packages, name, "test/vectors");
  const nested = resolve(given, name);
  if (existsSync(nested)) return nested;
  return values.package === undefined ? undefined : resolve(given);
}

let passed = 0;
let failed = 0;
for (const name of wanted) {
  const dir = vectorsOf(name);
  if (dir === undefined || !existsSync(dir)) {
    console.log(`${name}: no vectors in ${positionals[0]}`);
    if (values.package !== undefined) failed += 1;
    continue;
  }
  const source = pathToFileURL(join(packages, name, "test/conformance/cases.ts"));
  const { cases } = (await import(source.href)) as {
    cases(dir: string): Iterable<ConformanceCase>;
  };
  const before = passed;
  for (const conformance of cases(dir)) {
    try {
      await conformance.run();
      passed += 1;
    } catch (error) {
      failed += 1;
      console.error(
        `${name}: ${conformance.name}: ${error instanceof Error ? error.message : error}`,
      );
    }
  }
  console.log(`${name}: ${passed - before} passed`);
}
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed === 0 && passed > 0 ? 0 : 1;
