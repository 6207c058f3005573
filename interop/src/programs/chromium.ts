import { execFile } from "node:child_process";
import { readFile } from "node:fs/promises";
import { promisify, stripVTControlCharacters } from "node:util";
import { type Browser, chromium } from "playwright-core";
import { findNamed, findOnPath } from "./found.js";

const execute = promisify(execFile);
const INSTALL_TIMEOUT_MS = 3 * 60_000;
const LAUNCH_TIMEOUT_MS = 60_000;
const NAMES = ["chromium", "chromium-browser", "google-chrome"] as const;
const HOW =
  "install Chromium (apt-get install chromium, brew install --cask chromium), or set CHROMIUM_BIN";

/**
 * Starts the Chromium that CHROMIUM_BIN names, else the first on PATH that starts, else, in CI as root on Debian, the
 * one that apt-get installs.
 *
 * @throws when the one that CHROMIUM_BIN names does not start.
 */
export async function launchChromium(
  args: readonly string[],
): Promise<Browser | { readonly skipped: string }> {
  const named = await findNamed("CHROMIUM_BIN");
  if (named !== undefined) return "path" in named ? launch(named.path, args) : named;
  const failures: string[] = [];
  const installed = await launchInstalled(args, failures);
  if (installed !== undefined) return installed;
  const browser = (await installInCi(failures)) ? await launchInstalled(args, failures) : undefined;
  return browser ?? { skipped: `${failures.join("; ") || "there is no Chromium"}; ${HOW}` };
}

/** Not every program of that name is one: Ubuntu's `chromium-browser` is a script that only asks for a snap. */
async function launchInstalled(
  args: readonly string[],
  failures: string[],
): Promise<Browser | undefined> {
  for (const name of NAMES) {
    const path = await findOnPath(name);
    if (path === undefined) continue;
    try {
      return await launch(path, args);
    } catch (error) {
      failures.push(error instanceof Error ? error.message : String(error));
    }
  }
  return undefined;
}

async function launch(executablePath: string, args: readonly string[]): Promise<Browser> {
  // Chromium's own sandbox refuses to run as root.
  const chromiumSandbox = process.getuid?.() !== 0;
  const options = { executablePath, args: [...args], chromiumSandbox, timeout: LAUNCH_TIMEOUT_MS };
  return chromium.launch(options).catch((cause: unknown) => {
    throw new Error(`${executablePath} does not start (${whyNotStarted(cause)})`, { cause });
  });
}

/** What the program itself said: why it gave up, or its last words; the driver's error is a page long. */
function whyNotStarted(error: unknown): string {
  const lines = String(error).split("\n");
  const errors = lines.filter((line) => line.includes("[err]"));
  const said = errors.find((line) => line.includes("FATAL")) ?? errors.at(-1) ?? lines[0] ?? "";
  return stripVTControlCharacters(said).replace(/^.*\[err\]\s*/, "");
}

/** Nobody's own machine is changed: only one that CI made for the purpose. */
async function installInCi(failures: string[]): Promise<boolean> {
  if (!process.env.CI || process.getuid?.() !== 0 || !(await isDebian())) return false;
  console.log(
    `no Chromium starts here; installing Debian's with apt-get, since this is CI and root (at most ${INSTALL_TIMEOUT_MS / 60_000} minutes)`,
  );
  const started = Date.now();
  const signal = AbortSignal.timeout(INSTALL_TIMEOUT_MS);
  try {
    await aptGet(signal, "update", "-q");
    await aptGet(signal, "install", "-q", "-y", "--no-install-recommends", "chromium");
  } catch (error) {
    failures.push(`Chromium can't be installed (${whyNotInstalled(error, signal)})`);
    return false;
  }
  console.log(`apt-get took ${Math.round((Date.now() - started) / 1000)} s`);
  return true;
}

async function aptGet(signal: AbortSignal, ...args: readonly string[]): Promise<void> {
  const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
  await execute("apt-get", args, { env, signal, maxBuffer: 64 * 2 ** 20 });
}

function whyNotInstalled(error: unknown, signal: AbortSignal): string {
  if (signal.aborted) return "apt-get took too long";
  const { stderr = "" } = error as { stderr?: string };
  return stderr.split("\n").find((line) => line.startsWith("E:")) ?? String(error);
}

async function isDebian(): Promise<boolean> {
  const release = await readFile("/etc/os-release", "utf8").catch(() => "");
  return /^ID="?debian"?$/m.test(release);
}
