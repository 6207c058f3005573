import { existsSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";

/** The three directories that `nsc` works with (`--data-dir`, `--keystore-dir`, `--config-dir`). */
export interface StorePaths {
  /** Holds one directory per operator. */
  readonly stores: string;
  /** Holds `keys/` (seeds) and `creds/`. */
  readonly keystore: string;
  /** Holds `nsc.json`. */
  readonly config: string;
}

/**
 * Everything under one root: `stores/<OP>/`, `keys/`, `creds/` and `nsc.json`.
 *
 * @example
 * pathsUnder(".kchat").stores; // ".kchat/stores"
 */
export function pathsUnder(root: string): StorePaths {
  return { stores: join(root, "stores"), keystore: root, config: root };
}

/** The directories of `nsc --all-dirs ROOT`: operators lie beside `keys/` and `creds/`. */
export function allDirsPaths(root: string): StorePaths {
  return { stores: root, keystore: root, config: root };
}

/**
 * Where `nsc` itself looks when it is given no directory: the XDG directories, or, only where these do not exist yet,
 * the older `~/.nsc` and `~/.nkeys`; `NSC_HOME` and `NKEYS_PATH` override (`nsc: home/home.go`, `cmd/root.go`).
 *
 * @example
 * const store = await openStore(defaultPaths());
 */
export function defaultPaths(env: NodeJS.ProcessEnv = process.env, home = homedir()): StorePaths {
  const data = join(env.XDG_DATA_HOME || join(home, ".local", "share"), "nats", "nsc");
  const config = join(env.XDG_CONFIG_HOME || join(home, ".config"), "nats", "nsc");
  const older = { stores: join(home, ".nsc", "nats"), keys: join(home, ".nkeys") };
  const usesOlder = (current: string, old: string) => !existsSync(current) && existsSync(old);
  return {
    stores: usesOlder(join(data, "stores"), older.stores) ? older.stores : join(data, "stores"),
    keystore:
      env.NKEYS_PATH ||
      (usesOlder(join(data, "keys"), older.keys) ? older.keys : join(data, "keys")),
    config: env.NSC_HOME || configDirectory(config, join(home, ".nsc")),
  };
}

function configDirectory(current: string, old: string): string {
  const onlyOld = !existsSync(join(current, "nsc.json")) && existsSync(join(old, "nsc.json"));
  return onlyOld ? old : current;
}
