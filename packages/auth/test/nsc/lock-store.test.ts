import { execFileSync, spawnSync } from "node:child_process";
import { mkdir, readdir, writeFile } from "node:fs/promises";
import { hostname } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import {
  addAccount,
  addOperator,
  checkTree,
  createStore,
  lockStore,
  readTree,
  type Store,
} from "../../src/nsc/index.js";
import { temporaryDirectory } from "./temporary-directory.js";

/** The operator keys in the store: an identity and a signing key for each operator that was ever made. */
async function operatorKeys(store: Store): Promise<string[]> {
  return (await store.keys.list()).filter((key) => key.startsWith("O"));
}

describe("lockStore", () => {
  it("lets those that add at the same time wait for each other", async () => {
    const root = await temporaryDirectory();
    const names = ["A", "B", "C", "D", "E", "F"];
    await Promise.all(
      names.map(async (name) => {
        const store = await createStore(root);
        await using _lock = await lockStore(store);
        await addOperator(store, { name: "KO" });
        await addAccount(store, { name });
      }),
    );
    const store = await createStore(root);
    const tree = await readTree(store);
    expect(tree.accounts.map(({ address }) => address.account)).toEqual([...names, "SYS"]);
    expect(checkTree(tree).flatMap(({ errors }) => errors)).toEqual([]);
    expect(await readdir(store.paths.stores)).toEqual(["KO"]);
    expect(await operatorKeys(store)).toHaveLength(2);
  });

  it("without it, each finds nothing and makes an operator of its own, of which one is lost", async () => {
    const store = await createStore(await temporaryDirectory());
    await Promise.allSettled([
      addOperator(store, { name: "KO" }),
      addOperator(store, { name: "KO" }),
    ]);
    expect(await operatorKeys(store)).toHaveLength(4);
  });

  it("names who holds the store when it takes too long", async () => {
    const store = await createStore(await temporaryDirectory());
    const lock = await lockStore(store);
    await expect(lockStore(store, { timeoutMs: 60 })).rejects.toMatchObject({
      code: "ERR_TIMEOUT",
      message: expect.stringContaining(`process ${process.pid}`),
    });
    await lock.release();
    await (await lockStore(store, { timeoutMs: 60 })).release();
  });

  it("takes over from a process that died", async () => {
    const store = await createStore(await temporaryDirectory());
    const { pid } = spawnSync(process.execPath, ["-e", ""]);
    const directory = join(store.paths.stores, ".kchat-lock");
    await mkdir(directory);
    await writeFile(join(directory, "holder"), JSON.stringify({ pid, host: hostname() }));
    await using _lock = await lockStore(store, { timeoutMs: 500 });
    expect(await store.list()).toEqual([]);
  });

  it("waits no longer than asked for a lock whose holder is a pipe", async () => {
    const store = await createStore(await temporaryDirectory());
    const directory = join(store.paths.stores, ".kchat-lock");
    await mkdir(directory);
    execFileSync("mkfifo", [join(directory, "holder")]);
    await expect(lockStore(store, { timeoutMs: 60 })).rejects.toMatchObject({
      code: "ERR_TIMEOUT",
      message: expect.stringContaining("another process"),
    });
  });

  it("stops waiting when it is told to", async () => {
    const store = await createStore(await temporaryDirectory());
    await using _lock = await lockStore(store);
    const signal = AbortSignal.timeout(50);
    await expect(lockStore(store, { signal })).rejects.toMatchObject({ code: "ERR_ABORTED" });
  });
});
