import { mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import fc from "fast-check";
import { expect, it } from "vitest";
import { AuthError } from "../../src/index.js";
import {
  addAccount,
  addOperator,
  addUser,
  createStore,
  describeTree,
  openStore,
  readNscConfig,
  readTree,
} from "../../src/nsc/index.js";
import { temporaryDirectory } from "./temporary-directory.js";

it("a store directory with any bytes in any file is read, or refused with an error of ours", async () => {
  const root = await temporaryDirectory();
  const store = await createStore(root);
  await addOperator(store, { name: "KO" });
  await addAccount(store, { name: "A" });
  await addUser(store, { account: "A", name: "u" });
  const files = (await readdir(root, { recursive: true, withFileTypes: true }))
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
  expect(files.length).toBeGreaterThan(10);

  const damage = fc.oneof(
    fc.uint8Array({ maxLength: 200 }).map((bytes) => () => bytes),
    fc.json().map((text) => () => new TextEncoder().encode(text)),
    // One byte changed, a piece cut off, a piece doubled.
    fc
      .nat()
      .map(
        (at) => (bytes: Uint8Array) =>
          bytes.map((byte, index) => (index === at % bytes.length ? byte ^ 1 : byte)),
      ),
    fc.nat().map((at) => (bytes: Uint8Array) => bytes.slice(0, at % bytes.length)),
    fc
      .nat()
      .map((at) => (bytes: Uint8Array) => Buffer.concat([bytes, bytes.slice(at % bytes.length)])),
  );
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...files), damage, async (file, change) => {
      const before = await readFile(file);
      await writeFile(file, change(before));
      try {
        const opened = await openStore(root);
        const everything = async () => {
          describeTree(await readTree(opened));
          for (const key of await opened.keys.list()) (await opened.keys.get(key))?.clear();
          await readNscConfig(opened.paths);
        };
        const error = await everything().then(
          () => undefined,
          (reason: unknown) => reason,
        );
        expect(error === undefined || AuthError.isInstance(error), `${file}: ${error}`).toBe(true);
      } finally {
        await writeFile(file, before);
      }
    }),
    { numRuns: 300 },
  );
});

it("a store with names from elsewhere is refused by name, and nothing outside is read", async () => {
  const root = await temporaryDirectory();
  const store = await createStore(root);
  await addOperator(store, { name: "KO" });
  await mkdir(join(store.paths.stores, "KO", "accounts", "..hidden"));
  await expect(readTree(store)).rejects.toMatchObject({ code: "ERR_NAME" });
});
