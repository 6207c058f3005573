import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { openStore } from "../../src/nsc/index.js";
import { connect } from "../resolver/clients.js";
import { serving } from "./serving.js";

const wally = ["user", "wally", "--account", "KUBECON"];

describe("kchat-auth delete account", { timeout: 60_000 }, () => {
  it("takes it from the servers, whose clients are cut off, and then from the store", async () => {
    const here = await serving();
    await here.talk("push");
    const creds = await here.creds("KUBECON", "wally");
    const live = await connect({ url: here.server.url, creds });
    const both = ["delete", "account", "KUBECON", "--from", "both"];
    expect(await here.talk(...both, "--dry-run")).toMatchObject({
      exitCode: 0,
      stdout: expect.stringContaining("nothing was changed"),
    });
    await live.flush();
    expect((await here.talk("lookup", "KUBECON")).exitCode).toBe(0);

    expect(await here.talk(...both)).toMatchObject({
      exitCode: 0,
      stderr: "",
      stdout: expect.stringContaining("no server holds it any more\ndeleted from the store"),
    });
    await live.closed();
    await expect(connect({ url: here.server.url, creds })).rejects.toThrow(/authorization/i);
    expect(await readdir(join(here.store, "stores/KO/accounts"))).toEqual(["SYS"]);
    await expect(here.creds("KUBECON", "wally")).rejects.toThrow(/ENOENT/);
    expect(await here.talk("diff")).toMatchObject({ exitCode: 0 });
  });

  it("keeps it in the store while a server holds it, and takes one by key that only servers hold", async () => {
    const strict = await serving(["--resolver", "full"]);
    await strict.talk("push");
    const refused = await strict.talk("delete", "account", "KUBECON", "--from", "both");
    expect(refused).toMatchObject({
      exitCode: 1,
      stdout: expect.stringMatching(/delete must be enabled in server config(.*\n)+.*still hold/),
    });
    expect((await strict.run("describe", "--account", "KUBECON")).exitCode).toBe(0);

    const here = await serving();
    await here.talk("push");
    const { stdout } = await here.run("describe", "--account", "KUBECON", "--json");
    const key = JSON.parse(stdout).accounts[0].sub;
    expect(await here.run("delete", "account", "KUBECON", "--from", "store")).toMatchObject({
      exitCode: 0,
      stdout: expect.stringContaining("servers go on with it"),
    });
    expect((await here.talk("delete", "account", key, "--from", "servers")).exitCode).toBe(0);
    expect((await here.talk("lookup", key)).exitCode).toBe(1);
  });

  it("refuses the system account, one that others import from, and a resolver that deletes nothing", async () => {
    const here = await serving(["--resolver", "memory"]);
    await here.run("add", "account", "CNCF");
    const share = ["stream", "status.>", "--account"];
    await here.run("add", "export", ...share, "KUBECON", "--access", "anyone");
    await here.run("add", "import", ...share, "CNCF", "--from", "KUBECON");
    const from = (name: string, ...args: string[]) => here.talk("delete", "account", name, ...args);
    for (const [args, message] of [
      [["SYS", "--from", "both"], /KO\/SYS is the system account/],
      [["KUBECON", "--from", "store"], /KO\/CNCF imports from KO\/KUBECON/],
      [["CNCF", "--from", "servers"], /take the account away there/],
      [["NONE", "--from", "store"], /no account NONE/],
    ] as const) {
      const [name, ...rest] = args;
      const { exitCode, stdout, stderr } = await from(name, ...rest);
      expect({ exitCode, stdout, stderr }).toEqual({
        exitCode: 1,
        stdout: "",
        stderr: expect.stringMatching(message),
      });
    }
    expect((await from("CNCF")).exitCode).toBe(2);
    const forced = ["--from", "store", "--even-if-imported", "--with-seeds"];
    const store = await openStore(here.store);
    const seeds = (await store.keys.list()).length;
    expect((await from("KUBECON", ...forced)).exitCode).toBe(0);
    // Its identity, its signing key and its user.
    expect((await store.keys.list()).length).toBe(seeds - 3);
  });
});

describe("kchat-auth delete user", { timeout: 60_000 }, () => {
  it("deletes nobody whose creds still open doors, unless they are revoked", async () => {
    const here = await serving();
    await here.talk("push");
    const { url } = here.server;
    const creds = await here.creds("KUBECON", "wally");
    const live = await connect({ url, creds });
    expect(await here.run("delete", ...wally)).toMatchObject({
      exitCode: 1,
      stdout: "",
      stderr: expect.stringContaining("wherever its creds were copied to"),
    });
    const dry = await here.run("remove", ...wally, "--revoke", "--dry-run");
    expect(dry).toMatchObject({ exitCode: 0, stdout: expect.stringContaining("would be deleted") });
    expect((await here.talk("diff")).exitCode).toBe(0);

    const { exitCode, stdout } = await here.run("delete", ...wally, "--revoke", "--json");
    expect(exitCode).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ revoked: true, leftValid: false });
    await expect(here.creds("KUBECON", "wally")).rejects.toThrow(/ENOENT/);
    await live.flush();
    await here.talk("push");
    await live.closed();
    await expect(connect({ url, creds })).rejects.toThrow(/authorization/i);
  });

  it("leaves the creds good when a person says so, and says it back", async () => {
    const here = await serving();
    await here.talk("push");
    const creds = await here.creds("KUBECON", "wally");
    const left = await here.run("delete", ...wally, "--leave-valid", "--with-seed");
    expect(left).toMatchObject({
      exitCode: 0,
      stdout: expect.stringContaining("its creds stay good for ever"),
    });
    await (await connect({ url: here.server.url, creds })).flush();
    expect((await here.run("delete", ...wally, "--leave-valid")).exitCode).toBe(1);
    expect((await here.run("delete", ...wally, "--leave-valid", "--revoke")).exitCode).toBe(2);
  });
});
