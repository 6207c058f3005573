import { chmod, readFile, stat, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import {
  createAccount,
  createCurve,
  createOperator,
  createUser,
  type KeyPair,
} from "../../src/index.js";
import { KeyRing } from "../../src/nsc/key-ring.js";
import { pathsUnder } from "../../src/nsc/paths.js";
import { temporaryDirectory } from "./temporary-directory.js";

const kinds: [string, () => KeyPair][] = [
  ["operator", createOperator],
  ["account", createAccount],
  ["user", createUser],
  ["curve", createCurve],
];

describe("KeyRing", () => {
  it.each(kinds)("keeps the seed of an %s where nsc looks for it", async (_kind, create) => {
    const root = await temporaryDirectory();
    const ring = new KeyRing(pathsUnder(root));
    const pair = create();
    const key = await ring.put(pair);
    const path = join(root, "keys", key.slice(0, 1), key.slice(1, 3), `${key}.nk`);
    expect(ring.path(key)).toBe(path);
    expect(await readFile(path, "utf8")).toBe(new TextDecoder().decode(pair.getSeed()));
    expect((await ring.get(key))?.getPublicKey()).toBe(key);
    expect(await ring.list()).toEqual([key]);
  });

  it("lets only the owner read seeds", async () => {
    const ring = new KeyRing(pathsUnder(await temporaryDirectory()));
    const path = ring.path(await ring.put(createUser()));
    expect((await stat(path)).mode & 0o777).toBe(0o600);
    expect((await stat(join(path, ".."))).mode & 0o777).toBe(0o700);
  });

  it("stores a key once and finds it the next time", async () => {
    const ring = new KeyRing(pathsUnder(await temporaryDirectory()));
    const pair = createUser();
    await ring.put(pair);
    await expect(ring.put(pair)).resolves.toBe(pair.publicKey);
  });

  it("never replaces a seed that lies in the place of another", async () => {
    const ring = new KeyRing(pathsUnder(await temporaryDirectory()));
    const pair = createUser();
    const path = ring.path(await ring.put(pair));
    const stranger = new TextDecoder().decode(createUser().getSeed());
    await writeFile(path, stranger);
    await expect(ring.put(pair)).rejects.toMatchObject({ code: "ERR_STORE" });
    await expect(ring.get(pair.publicKey)).rejects.toMatchObject({ code: "ERR_STORE" });
    expect(await readFile(path, "utf8")).toBe(stranger);
  });

  it("names no part of a damaged seed in its error", async () => {
    const ring = new KeyRing(pathsUnder(await temporaryDirectory()));
    const pair = createUser();
    const path = ring.path(await ring.put(pair));
    const damaged = `${new TextDecoder().decode(pair.getSeed()).slice(0, -1)}1`;
    await writeFile(path, damaged);
    const error: unknown = await ring.get(pair.publicKey).catch((error: unknown) => error);
    expect(error).toMatchObject({ code: "ERR_STORE" });
    expect(`${error} ${(error as Error).cause}`).not.toContain(damaged.slice(2, 20));
  });

  it("takes no path for a key, so nothing outside is read", async () => {
    const ring = new KeyRing(pathsUnder(await temporaryDirectory()));
    for (const key of ["../../etc/passwd", "", "A", `${createUser().publicKey}/..`]) {
      await expect(ring.get(key)).rejects.toMatchObject({
        code: expect.stringMatching(/^ERR_KEY/),
      });
    }
  });

  it("skips what is no key when it lists", async () => {
    const root = await temporaryDirectory();
    const ring = new KeyRing(pathsUnder(root));
    const key = await ring.put(createAccount());
    const shard = join(root, "keys", "A", key.slice(1, 3));
    await writeFile(join(shard, "notes.txt"), "x");
    await writeFile(join(shard, "ABC.nk"), "x");
    expect(await ring.list()).toEqual([key]);
  });

  it("replaces nothing through a symbolic link", async () => {
    const root = await temporaryDirectory();
    const ring = new KeyRing(pathsUnder(root));
    const outside = join(root, "outside");
    await writeFile(outside, "");
    await chmod(outside, 0o644);
    const pair = createUser();
    const path = ring.path(await ring.put(pair));
    await ring.remove(pair.publicKey);
    await symlink(outside, path);
    await expect(ring.put(pair)).rejects.toMatchObject({ code: "ERR_STORE" });
    expect(await readFile(outside, "utf8")).toBe("");
  });
});
