import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

const run = promisify(execFile);
const cli = fileURLToPath(new URL("../../../packages/auth/src/cli/main.ts", import.meta.url));

/** The main job's directory is a store of `kchat-auth`, whose own setup finds everything there and issues nothing anew. */
export async function findsWhatTheMainJobMade(): Promise<void> {
  const dir = await mkdtemp(join(tmpdir(), "kchat-one-store-"));
  try {
    await run("npm", ["start", "--silent", "--", "--script", "--dir", dir]);
    const before = await kchatAuth(dir, "describe", "--json");
    await kchatAuth(dir, "init", "--setup", "kubecon");
    assert.equal(await kchatAuth(dir, "describe", "--json"), before);
  } finally {
    await rm(dir, { recursive: true, force: true });
  }
}

async function kchatAuth(dir: string, ...args: string[]): Promise<string> {
  const flags = ["--conditions=@kchat/source", "--import", "tsx", cli];
  const { stdout } = await run(process.execPath, [...flags, ...args, "--store", dir]);
  return stdout;
}
