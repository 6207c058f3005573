import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { createUser, decodeOperator } from "../../src/index.js";
import { openStore } from "../../src/nsc/index.js";
import { connect } from "../resolver/clients.js";
import { type Serving, serving } from "./serving.js";

/** Has the identity key sign the accounts, as it does where the operator's signing key is out of reach. */
async function signWithIdentity({ store: directory, run }: Serving): Promise<void> {
  const store = await openStore(directory);
  const { nats } = decodeOperator((await store.read({ operator: "KO" })) ?? "");
  await store.keys.remove(nats.signing_keys?.[0] ?? "");
  for (const account of ["KUBECON", "SYS"]) {
    await run("edit", "account", account, "--description", "signed by the identity");
  }
}

describe("kchat-auth reissue operator", { timeout: 60_000 }, () => {
  it("plans, and goes through every step with the users logging in all the while", async () => {
    const here = await serving(["--resolver", "full"], ["--no-strict"]);
    await signWithIdentity(here);
    const creds = await here.creds("KUBECON", "wally");
    const login = async () => (await connect({ url: here.server.url, creds })).close();
    const restart = async () => {
      const { stdout } = await here.run("config", "--resolver", "full");
      await here.server.writeConfig(stdout);
      await here.server.restart();
    };
    await here.talk("push");
    await login();

    const file = join(here.store, "stores/KO/KO.jwt");
    const before = await readFile(file, "utf8");
    const planned = await here.run("reissue", "operator");
    expect(planned).toMatchObject({ exitCode: 0, stderr: "" });
    const old = decodeOperator(before).sub;
    expect(planned.stdout).toContain(`rotate the operator identity ${old}\n1. give the operator`);
    expect(planned.stdout).toMatch(/restart them one after another.*\n3\. .*KO\/KUBECON, KO\/SYS/);
    expect(await readFile(file, "utf8")).toBe(before);

    const applied = await here.run("reissue", "operator", "--apply", "--json");
    const { newKey } = JSON.parse(applied.stdout);
    await restart();
    await login();
    const rotate = (...args: string[]) => here.talk("rotate", old, "--apply", ...args);
    expect(await rotate("observe")).toMatchObject({
      exitCode: 1,
      stdout: expect.stringContaining("2 account(s) that"),
    });
    // What a tired person would do: retire too early, or sign with the key that is to go.
    expect(await rotate("retire")).toMatchObject({ exitCode: 1, stdout: "" });
    expect(await rotate("reissue", "--to", "OABC")).toMatchObject({ exitCode: 1, stdout: "" });
    expect(await rotate("reissue", "--to", newKey)).toMatchObject({ exitCode: 0 });
    await here.talk("push");
    await login();
    expect(await rotate("observe")).toMatchObject({ exitCode: 0 });
    expect(await rotate("retire")).toMatchObject({ exitCode: 0 });
    await restart();
    await login();
    for (const check of ["list", "diff"]) expect((await here.talk(check)).exitCode).toBe(0);
    expect((await here.run("validate")).exitCode).toBe(0);
  });

  it("leaves alone an operator that was imported and belongs to somebody else", async () => {
    const here = await serving();
    const info = { managed: true, name: "KO", kind: "operator", version: "1" };
    await writeFile(join(here.store, "stores/KO/.nsc"), JSON.stringify(info));
    const refused = await here.run("reissue", "operator", "--apply");
    expect(refused).toMatchObject({ exitCode: 1, stdout: "" });
    expect(refused.stderr).toMatch(/belongs to somebody else/);
  });
});

describe("kchat-auth reissue user", { timeout: 60_000 }, () => {
  it("writes creds of a new key, names the old one, and revokes it when asked to", async () => {
    const here = await serving();
    const reissue = ["reissue", "user", "wally", "--account", "KUBECON"];
    const before = await here.creds("KUBECON", "wally");
    const { exitCode, stdout } = await here.run(...reissue);
    expect(exitCode).toBe(0);
    expect(stdout).toMatch(/kchat-auth revoke --public-key U\w{55} --account KUBECON/);
    expect(await here.creds("KUBECON", "wally")).not.toBe(before);
    const revoked = await here.run(...reissue, "--revoke-old", "--json");
    const { oldKey, account } = JSON.parse(revoked.stdout);
    expect(account.claims.nats.revocations).toHaveProperty(oldKey);
    const { publicKey } = createUser();
    const elsewhere = await here.run(...reissue, "--public-key", publicKey);
    expect(elsewhere.stdout.split("\n")[1]).toMatch(/^eyJ/);
    await expect(here.creds("KUBECON", "wally")).rejects.toThrow(/ENOENT/);
    for (const [args, code] of [
      [["reissue", "user", "nobody", "--account", "KUBECON"], 1],
      [[...reissue, "--public-key", "UABC"], 2],
      [["reissue", "user", "wally"], 2],
    ] as const) {
      const outcome = await here.run(...args);
      expect([outcome.exitCode, outcome.stdout]).toEqual([code, ""]);
    }
  });
});

describe("kchat-auth reissue account", { timeout: 60_000 }, () => {
  it("says why it can't be, and what to do instead", async () => {
    const here = await serving();
    const refused = await here.run("reissue", "account", "KUBECON");
    expect(refused).toMatchObject({ exitCode: 1, stdout: "" });
    expect(refused.stderr).toMatch(/can't be replaced: servers, users, imports.*Let signing keys/);
  });
});
