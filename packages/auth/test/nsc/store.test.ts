import { mkdir, readdir, readFile, stat, truncate, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { createStore, openStore } from "../../src/nsc/open-store.js";
import { allDirsPaths, defaultPaths } from "../../src/nsc/paths.js";
import { temporaryDirectory } from "./temporary-directory.js";

const operator = { operator: "KO" };
const account = { ...operator, account: "KUBECON" };
const user = { ...account, user: "chat-access" };

describe("a store", () => {
  it("keeps tokens where nsc looks for them, for the owner alone", async () => {
    const root = await temporaryDirectory();
    const store = await createStore(root);
    await store.write(operator, "op.jw.t");
    await store.write(account, "acc.jw.t");
    await store.write(user, "user.jw.t");
    const home = join(root, "stores", "KO");
    expect(await readFile(join(home, ".nsc"), "utf8")).toBe(
      '{"managed":false,"name":"KO","kind":"operator","version":"1"}',
    );
    expect(await readFile(join(home, "KO.jwt"), "utf8")).toBe("op.jw.t");
    const accountHome = join(home, "accounts", "KUBECON");
    expect(await readFile(join(accountHome, "KUBECON.jwt"), "utf8")).toBe("acc.jw.t");
    const userFile = join(accountHome, "users", "chat-access.jwt");
    expect(await readFile(userFile, "utf8")).toBe("user.jw.t");
    expect((await stat(userFile)).mode & 0o777).toBe(0o600);
    expect((await stat(join(accountHome, "users"))).mode & 0o777).toBe(0o700);
    expect((await readdir(accountHome)).sort()).toEqual(["KUBECON.jwt", "users"]);
  });

  it("lists what is there, sorted", async () => {
    const store = await createStore(await temporaryDirectory());
    expect(await store.list()).toEqual([]);
    await store.write(operator, "t");
    for (const name of ["SYS", "KUBECON"]) await store.write({ ...operator, account: name }, "t");
    await store.write(user, "t");
    expect(await store.list()).toEqual(["KO"]);
    expect(await store.list(operator)).toEqual(["KUBECON", "SYS"]);
    expect(await store.list(account)).toEqual(["chat-access"]);
    expect(await store.read({ ...account, user: "nobody" })).toBeUndefined();
  });

  it("refuses a second name that some file systems take for the first", async () => {
    const store = await createStore(await temporaryDirectory());
    await store.write(operator, "t");
    await store.write(account, "t");
    await expect(store.write({ ...operator, account: "KubeCon" }, "t")).rejects.toMatchObject({
      code: "ERR_NAME",
    });
    expect(await store.list(operator)).toEqual(["KUBECON"]);
  });

  it.each(["../SYS", "..", "a/b", "a\\b", "x\0"])(
    "writes nothing for the name %j",
    async (name) => {
      const root = await temporaryDirectory();
      const store = await createStore(join(root, "inside"));
      await store.write(operator, "t");
      const addresses = [
        { operator: name },
        { ...operator, account: name },
        { ...account, user: name },
      ];
      for (const address of addresses) {
        await expect(store.write(address, "t")).rejects.toMatchObject({ code: "ERR_NAME" });
        await expect(store.read(address)).rejects.toMatchObject({ code: "ERR_NAME" });
        await expect(store.remove(address)).rejects.toMatchObject({ code: "ERR_NAME" });
      }
      await expect(store.creds.write({ ...account, user: name }, "t")).rejects.toThrow();
      expect(await readdir(root)).toEqual(["inside"]);
    },
  );

  it("leaves the old token when a write fails", async () => {
    const store = await createStore(await temporaryDirectory());
    await store.write(operator, "old");
    await expect(store.write(operator, "new", "create")).rejects.toMatchObject({
      code: "ERR_EXISTS",
    });
    expect(await store.read(operator)).toBe("old");
  });

  it("says what is wrong with a directory that is damaged", async () => {
    const root = await temporaryDirectory();
    const store = await createStore(root);
    await store.write(operator, "t");
    const info = join(root, "stores", "KO", ".nsc");
    for (const text of [
      "",
      "{",
      "[]",
      "null",
      '{"kind":"operator","name":"XX"}',
      "\0".repeat(99),
    ]) {
      await writeFile(info, text);
      await expect(store.list()).rejects.toMatchObject({ code: "ERR_STORE" });
    }
    await mkdir(join(root, "stores", "KO", "accounts", "A", "A.jwt"), { recursive: true });
    await expect(store.read({ ...operator, account: "A" })).rejects.toMatchObject({
      code: "ERR_STORE",
    });
  });

  it("reads no file larger than a token can be", async () => {
    const root = await temporaryDirectory();
    const store = await createStore(root);
    await store.write(operator, "t");
    await truncate(store.path(operator), 1 << 30);
    await expect(store.read(operator)).rejects.toMatchObject({ code: "ERR_STORE" });
  });
});

describe("openStore", () => {
  it("refuses a directory without a store and makes nothing there", async () => {
    const root = await temporaryDirectory();
    await expect(openStore(join(root, "x"))).rejects.toMatchObject({ code: "ERR_NOT_FOUND" });
    expect(await readdir(root)).toEqual([]);
  });

  it("finds the layout of nsc --all-dirs, and an operator's own directory", async () => {
    const root = await temporaryDirectory();
    const store = await createStore(allDirsPaths(root));
    await store.write(operator, "t");
    expect(await (await openStore(root)).list()).toEqual(["KO"]);
    expect(await (await openStore(join(root, "KO"))).list()).toEqual(["KO"]);
  });

  it("refuses a key ring of nsc 0.x", async () => {
    const root = await temporaryDirectory();
    await createStore(root);
    await mkdir(join(root, "KO", "accounts", "A", "users"), { recursive: true });
    await writeFile(join(root, "KO", "accounts", "A", "users", "u.creds"), "");
    await expect(openStore(root)).rejects.toMatchObject({ code: "ERR_STORE" });
  });

  it("makes nothing beside one", async () => {
    const root = await temporaryDirectory();
    await mkdir(join(root, "KO"));
    await writeFile(join(root, "KO", "KO.nk"), "");
    await expect(createStore(root)).rejects.toMatchObject({ code: "ERR_STORE" });
    expect(await readdir(root)).toEqual(["KO"]);
  });

  it("says which directory it can't make", async () => {
    const root = await temporaryDirectory();
    await writeFile(join(root, "file"), "");
    await expect(createStore(join(root, "file", "x"))).rejects.toMatchObject({
      code: "ERR_STORE",
      message: expect.stringContaining(join(root, "file", "x")),
    });
  });
});

describe("defaultPaths", () => {
  it("is where nsc looks: XDG, the older places where only these exist, the environment", async () => {
    const home = await temporaryDirectory();
    expect(defaultPaths({}, home)).toEqual({
      stores: join(home, ".local/share/nats/nsc/stores"),
      keystore: join(home, ".local/share/nats/nsc/keys"),
      config: join(home, ".config/nats/nsc"),
    });
    await mkdir(join(home, ".nkeys"));
    await mkdir(join(home, ".nsc", "nats"), { recursive: true });
    await writeFile(join(home, ".nsc", "nsc.json"), "{}");
    expect(defaultPaths({}, home)).toEqual({
      stores: join(home, ".nsc/nats"),
      keystore: join(home, ".nkeys"),
      config: join(home, ".nsc"),
    });
    const env = { NKEYS_PATH: "/k", NSC_HOME: "/c", XDG_DATA_HOME: "/d" };
    expect(defaultPaths(env, home)).toMatchObject({ keystore: "/k", config: "/c" });
  });
});
