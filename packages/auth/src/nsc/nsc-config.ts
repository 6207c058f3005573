import { join } from "node:path";
import { AuthError } from "../errors/auth-error.js";
import { readText, writePrivate } from "./files.js";
import type { StorePaths } from "./paths.js";

/** What `nsc` remembers between runs: `nsc.json` in its configuration directory. */
export interface NscConfig {
  /** The directory of the stores. */
  readonly storeRoot: string;
  /** The operator that is meant when none is named. */
  readonly operator?: string | undefined;
  /** The account that is meant when none is named. */
  readonly account?: string | undefined;
}

/**
 * Reads `nsc.json`; `undefined` when `nsc` never ran there.
 *
 * @throws AuthError `ERR_STORE` when it is damaged.
 */
export async function readNscConfig(paths: StorePaths): Promise<NscConfig | undefined> {
  const path = fileOf(paths);
  const text = await readText(path);
  if (text === undefined) return undefined;
  const { store_root: storeRoot, operator, account } = parse(path, text);
  return {
    storeRoot: typeof storeRoot === "string" ? storeRoot : paths.stores,
    ...(typeof operator === "string" && operator && { operator }),
    ...(typeof account === "string" && account && { account }),
  };
}

/**
 * Writes `nsc.json`, so that `NSC_HOME=… NKEYS_PATH=… nsc` works on this store at once; keeps what `nsc` wrote there beside it.
 *
 * @example
 * await writeNscConfig(store.paths, { storeRoot: store.paths.stores, operator: "KO", account: "KUBECON" });
 */
export async function writeNscConfig(paths: StorePaths, config: NscConfig): Promise<void> {
  const path = fileOf(paths);
  const text = await readText(path);
  const { github_updates = "", last_update = 0 } = text === undefined ? {} : parse(path, text);
  const { storeRoot, operator = "", account = "" } = config;
  const content = { store_root: storeRoot, operator, account, github_updates, last_update };
  await writePrivate(path, JSON.stringify(content));
}

function fileOf(paths: StorePaths): string {
  return join(paths.config, "nsc.json");
}

function parse(path: string, text: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === "object" && value !== null) return { ...value };
  } catch {
    // Falls through: not JSON is as damaged as the wrong JSON.
  }
  throw new AuthError("ERR_STORE", `${path} is not the JSON object that nsc writes`);
}
