import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Cleanup } from "./cleanup.js";

/** A directory that lives as long as this run. */
export async function scratchDir(cleanup: Cleanup): Promise<string> {
  const dir = await mkdtemp(join(tmpdir(), "kchat-script-"));
  return cleanup.add(dir, () => rm(dir, { recursive: true, force: true }));
}
