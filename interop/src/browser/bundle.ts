import { execFile } from "node:child_process";
import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { build } from "esbuild";

const execute = promisify(execFile);
const root = fileURLToPath(new URL("../../../", import.meta.url));
const page = fileURLToPath(new URL("page/", import.meta.url));
const packages = ["auth", "drain", "provisioner", "chat-core"] as const;
const BUILD_TIMEOUT_MS = 5 * 60_000;

/** What the page is made of: its files by path, as they are served. */
export type PageFiles = ReadonlyMap<string, { readonly type: string; readonly body: Uint8Array }>;

/** Builds the packages as they are published, where that isn't done yet, and bundles the page from the result. */
export async function bundlePage(): Promise<PageFiles> {
  console.log("building the packages that the page is made of, where they have changed");
  const filters = packages.map((name) => `--filter=@kchat/${name}`);
  await execute("npx", ["turbo", "run", "build", ...filters, "--output-logs=errors-only"], {
    cwd: root,
    timeout: BUILD_TIMEOUT_MS,
  });
  const { outputFiles, metafile, warnings } = await build({
    entryPoints: [`${page}main.ts`],
    absWorkingDir: root,
    bundle: true,
    format: "esm",
    platform: "browser",
    conditions: ["browser", "import"],
    // The sources' own condition must not get in by tsconfig.json: a user of the packages has none.
    tsconfigRaw: {},
    minify: true,
    write: false,
    metafile: true,
    logLevel: "silent",
  });
  const [script] = outputFiles;
  if (script === undefined || warnings.length > 0) {
    throw new Error(`the page can't be bundled: ${JSON.stringify(warnings)}`);
  }
  checkInputs(Object.keys(metafile.inputs));
  return new Map([
    ["/", { type: "text/html; charset=utf-8", body: await readFile(`${page}index.html`) }],
    ["/page.css", { type: "text/css", body: await readFile(`${page}page.css`) }],
    ["/page.js", { type: "text/javascript", body: script.contents }],
  ]);
}

/** esbuild refuses `node:` imports for browsers by itself; a package could still have been taken from its sources. */
function checkInputs(inputs: readonly string[]): void {
  for (const name of packages) {
    if (!inputs.some((path) => path.startsWith(`packages/${name}/dist/`)))
      throw new Error(`the page was not bundled from what @kchat/${name} publishes`);
  }
  const wrong = inputs.find((path) => /^packages\/[^/]+\/src\/|^node:/.test(path));
  if (wrong !== undefined) throw new Error(`${wrong} is in the page, which no user gets`);
}
