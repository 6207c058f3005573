import { execFile } from "node:child_process";
import { readFile } from "node:fs/promises";
import { promisify } from "node:util";
import { type Found, findNamed, findOnPath } from "./found.js";

const execute = promisify(execFile);
const INSTALL_TIMEOUT_MS = 3 * 60_000;
const PROBE_TIMEOUT_MS = 30_000;
const NAMES = ["chromium", "chromium-browser", "google-chrome"] as const;
const HOW =
  "install Chromium (apt-get install chromium, brew install --cask chromium), or set CHROMIUM_BIN";

let finding: Promise<Found> | undefined;

/** Finds a Chromium: the one that CHROMIUM_BIN names, else one on PATH, else, in CI as root on Debian, by apt-get. */
export function findChromium(): Promise<Found> {
  finding ??= find();
  return finding;
}

async function find(): Promise<Found> {
  const named = await findNamed("CHROMIUM_BIN");
  if (named !== undefined) return named;
  return (
    (await findInstalled()) ?? (await installInCi()) ?? { skipped: `there is no Chromium; ${HOW}` }
  );
}

/** Ubuntu's `chromium-browser` is a script that only asks for a snap, so each must first say its version. */
async function findInstalled(): Promise<Found | undefined> {
  for (const name of NAMES) {
    const path = await findOnPath(name);
    if (path !== undefined && (await canRun(path))) return { path };
  }
  return undefined;
}

async function canRun(path: string): Promise<boolean> {
  return execute(path, ["--version"], { timeout: PROBE_TIMEOUT_MS }).then(
    () => true,
    () => false,
  );
}

/** Nobody's own machine is changed: only one that CI made for the purpose. */
async function installInCi(): Promise<Found | undefined> {
  if (!process.env.CI || process.getuid?.() !== 0 || !(await isDebian())) return undefined;
  console.log(
    `there is no Chromium; installing Debian's with apt-get, since this is CI and root (at most ${INSTALL_TIMEOUT_MS / 60_000} minutes)`,
  );
  const started = Date.now();
  const signal = AbortSignal.timeout(INSTALL_TIMEOUT_MS);
  try {
    await aptGet(signal, "update", "-q");
    await aptGet(signal, "install", "-q", "-y", "--no-install-recommends", "chromium");
  } catch (error) {
    return { skipped: `Chromium can't be installed (${whyFailed(error, signal)}); ${HOW}` };
  }
  console.log(`apt-get took ${Math.round((Date.now() - started) / 1000)} s`);
  return findInstalled();
}

async function aptGet(signal: AbortSignal, ...args: readonly string[]): Promise<void> {
  const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
  await execute("apt-get", args, { env, signal, maxBuffer: 64 * 2 ** 20 });
}

function whyFailed(error: unknown, signal: AbortSignal): string {
  if (signal.aborted) return "apt-get took too long";
  const { stderr = "" } = error as { stderr?: string };
  return stderr.split("\n").find((line) => line.startsWith("E:")) ?? String(error);
}

async function isDebian(): Promise<boolean> {
  const release = await readFile("/etc/os-release", "utf8").catch(() => "");
  return /^ID="?debian"?$/m.test(release);
}
