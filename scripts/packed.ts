// What `npm pack` would publish is installed into an empty project, then every entry point is imported
// (and required: ESM loads through `require()` since Node 20.19) and every program asked for its help.
import { access, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { publicPackages } from "./public-packages.js";
import { run } from "./run.js";

async function must(command: string, args: string[], cwd: string): Promise<string> {
  const { code, output } = await run(command, args, { cwd, quiet: true });
  if (code !== 0) throw new Error(`${command} ${args.join(" ")} in ${cwd} failed:\n${output}`);
  return output;
}

const project = await mkdtemp(join(tmpdir(), "kchat-packed-"));
try {
  const packages = publicPackages();
  const dirs = packages.map(({ dir }) => dir);
  const packed = await must(
    "npm",
    ["pack", "--silent", "--pack-destination", project, ...dirs],
    ".",
  );
  const tarballs = packed.split("\n").filter((line) => line.endsWith(".tgz"));
  await writeFile(join(project, "package.json"), '{ "private": true, "type": "module" }\n');
  await must(
    "npm",
    ["install", "--no-audit", "--no-fund", ...tarballs.map((file) => `./${file}`)],
    project,
  );

  for (const { name, exports, bin } of packages) {
    for (const entry of Object.keys(exports).filter((key) => key !== "./package.json")) {
      const specifier = `${name}${entry.slice(1)}`;
      const imports = `const m = await import("${specifier}"); if (Object.keys(m).length === 0) throw new Error("exports nothing")`;
      await must("node", ["--input-type=module", "-e", imports], project);
      await must("node", ["--input-type=commonjs", "-e", `require("${specifier}")`], project);
      console.log(`imports ${specifier}`);
    }
    // Apache-2.0, section 4: whoever gets a copy gets the licence.
    await access(join(project, "node_modules", name, "LICENSE"));
    for (const program of Object.keys(bin)) {
      const help = await must(join(project, "node_modules/.bin", program), ["--help"], project);
      if (!/usage/i.test(help)) throw new Error(`${program} --help shows no usage`);
      console.log(`runs ${program} --help`);
    }
  }
} finally {
  await rm(project, { recursive: true, force: true });
}
