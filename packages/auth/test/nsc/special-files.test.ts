import { execFileSync } from "node:child_process";
import { mkdir, rm, symlink } from "node:fs/promises";
import { expect, it } from "vitest";
import { addOperator, createStore, readTree } from "../../src/nsc/index.js";
import { temporaryDirectory } from "./temporary-directory.js";

it.each([
  ["a pipe, which would wait for a writer", (path: string) => execFileSync("mkfifo", [path])],
  ["a device without an end", (path: string) => symlink("/dev/zero", path)],
  ["a link to itself", (path: string) => symlink(path, path)],
  ["a directory", (path: string) => mkdir(path)],
])("%s in place of a token is refused at once", async (_, make) => {
  const store = await createStore(await temporaryDirectory());
  await addOperator(store, { name: "KO" });
  const path = store.path({ operator: "KO" });
  await rm(path);
  await make(path);
  await expect(readTree(store, "KO")).rejects.toMatchObject({ code: "ERR_STORE" });
});
