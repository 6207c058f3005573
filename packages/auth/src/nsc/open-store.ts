import { existsSync } from "node:fs";
import { mkdir } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import { AuthError } from "../errors/auth-error.js";
import { entriesOf, writePrivate } from "./files.js";
import { refuseOldKeyRing } from "./old-key-ring.js";
import { allDirsPaths, pathsUnder, type StorePaths } from "./paths.js";
import { Store } from "./store.js";

const IGNORED = "# seeds and creds are secrets\n**/*.nk\n**/*.creds\n";

/**
 * Opens the `nsc` store in a directory: a root of ours (`stores/`, `keys/`, `creds/`), one made by `nsc --all-dirs`, an
 * operator's own directory, or three directories given apart (see `defaultPaths`).
 *
 * @throws AuthError `ERR_NOT_FOUND` when there is none, `ERR_STORE` when its key ring has the layout of nsc 0.x.
 * @example
 * const store = await openStore(".kchat");
 * console.log(await store.list()); // ["KO"]
 */
export async function openStore(at: string | StorePaths): Promise<Store> {
  const paths = typeof at === "string" ? await detect(resolve(at)) : at;
  if (!existsSync(paths.stores)) {
    throw new AuthError(
      "ERR_NOT_FOUND",
      `there is no nsc store at ${paths.stores}; make one with createStore() or \`kchat-auth init\``,
    );
  }
  await refuseOldKeyRing(paths);
  return new Store(paths);
}

/**
 * Makes the directories of a store, owner-only, and opens it; opens what is there on the next run.
 *
 * @throws AuthError `ERR_STORE` when the directory can't be made, or holds a key ring of nsc 0.x, beside which nothing is made.
 * @example
 * const store = await createStore(".kchat");
 * await addOperator(store, { name: "KO" });
 */
export async function createStore(at: string | StorePaths): Promise<Store> {
  const paths = typeof at === "string" ? await detect(resolve(at)) : at;
  await refuseOldKeyRing(paths);
  for (const directory of [paths.stores, join(paths.keystore, "keys"), paths.config]) {
    await makePrivate(directory);
  }
  const ignoreFile = join(paths.keystore, ".gitignore");
  if (!existsSync(ignoreFile)) await writePrivate(ignoreFile, IGNORED);
  return new Store(paths);
}

async function makePrivate(directory: string): Promise<void> {
  try {
    await mkdir(directory, { recursive: true, mode: 0o700 });
  } catch (cause) {
    throw new AuthError(
      "ERR_STORE",
      `the directory ${directory} can't be made; check that its parent is writable`,
      { cause },
    );
  }
}

async function detect(root: string): Promise<StorePaths> {
  if (existsSync(join(root, "stores"))) return pathsUnder(root);
  if (existsSync(join(root, ".nsc"))) return allDirsPaths(dirname(root));
  for (const { name, directory } of await entriesOf(root)) {
    if (directory && existsSync(join(root, name, ".nsc"))) return allDirsPaths(root);
  }
  return pathsUnder(root);
}
