import { mkdir, readFile, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import {
  cliDirectory,
  listContexts,
  pathsUnder,
  readContext,
  readNscConfig,
  selectContext,
  selectedContext,
  writeContext,
  writeNscConfig,
} from "../../src/nsc/index.js";
import { temporaryDirectory } from "./temporary-directory.js";

describe("contexts of the nats CLI", () => {
  it("are written for the owner alone, and read back", async () => {
    const directory = await temporaryDirectory();
    const context = { url: "nats://127.0.0.1:4222", creds: "/x/wally.creds" };
    await writeContext(directory, "kubecon", context);
    expect(await readContext(directory, "kubecon")).toEqual(context);
    expect((await stat(join(directory, "context", "kubecon.json"))).mode & 0o777).toBe(0o600);
    await selectContext(directory, "kubecon");
    expect(await selectedContext(directory)).toBe("kubecon");
    expect(await listContexts(directory)).toEqual(["kubecon"]);
    expect(await readContext(directory, "other")).toBeUndefined();
  });

  it("keep what the CLI wrote beside what we change", async () => {
    const directory = await temporaryDirectory();
    await mkdir(join(directory, "context"));
    const file = join(directory, "context", "x.json");
    await writeFile(file, '{"url":"nats://old","jetstream_domain":"hub","creds":"/y"}');
    await writeContext(directory, "x", { url: "nats://new" });
    expect(JSON.parse(await readFile(file, "utf8"))).toEqual({
      url: "nats://new",
      jetstream_domain: "hub",
      creds: "/y",
    });
  });

  it.each(["../x", "a/b", "..", ""])("take no path for the name %j", async (name) => {
    const directory = await temporaryDirectory();
    for (const act of [writeContext, readContext, selectContext]) {
      await expect(act(directory, name, {})).rejects.toMatchObject({ code: "ERR_NAME" });
    }
  });

  it("say which file is damaged", async () => {
    const directory = await temporaryDirectory();
    await mkdir(join(directory, "context"));
    for (const text of ["", "[", "1", "null", "\u0000"]) {
      await writeFile(join(directory, "context", "x.json"), text);
      await expect(readContext(directory, "x")).rejects.toMatchObject({ code: "ERR_STORE" });
    }
  });

  it("lie where the CLI looks", () => {
    expect(cliDirectory({}, "/home/w")).toBe("/home/w/.config/nats");
    expect(cliDirectory({ XDG_CONFIG_HOME: "/c" }, "/home/w")).toBe("/c/nats");
  });
});

describe("nsc.json", () => {
  it("is written as nsc writes it, in its order, keeping what nsc remembers", async () => {
    const paths = pathsUnder(await temporaryDirectory());
    await writeNscConfig(paths, { storeRoot: paths.stores, operator: "KO", account: "KUBECON" });
    const file = join(paths.config, "nsc.json");
    expect(await readFile(file, "utf8")).toBe(
      `{"store_root":"${paths.stores}","operator":"KO","account":"KUBECON","github_updates":"","last_update":0}`,
    );
    await writeFile(file, '{"store_root":"/s","github_updates":"nats-io/nsc","last_update":7}');
    expect(await readNscConfig(paths)).toEqual({ storeRoot: "/s" });
    await writeNscConfig(paths, { storeRoot: "/s", operator: "KO" });
    expect(JSON.parse(await readFile(file, "utf8"))).toMatchObject({
      operator: "KO",
      github_updates: "nats-io/nsc",
      last_update: 7,
    });
  });

  it("says that it is damaged", async () => {
    const paths = pathsUnder(await temporaryDirectory());
    expect(await readNscConfig(paths)).toBeUndefined();
    await writeFile(join(paths.config, "nsc.json"), "oops");
    await expect(readNscConfig(paths)).rejects.toMatchObject({ code: "ERR_STORE" });
  });
});
