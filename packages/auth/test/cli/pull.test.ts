import { cp, readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import {
  createAccount,
  createOperator,
  decodeAccount,
  decodeOperator,
  encodeClaims,
  newAccountClaims,
  type Signer,
} from "../../src/index.js";
import { openStore } from "../../src/nsc/index.js";
import { temporaryDirectory } from "../nsc/temporary-directory.js";
import { kchatAuth } from "./kchat-auth.js";
import { type Serving, serving } from "./serving.js";

/** A full resolver stores whatever it is sent; it checks neither the issuer nor the age. */
async function plant({ system }: Serving, token: string): Promise<void> {
  const connection = await system();
  const answer = await connection.request("$SYS.REQ.CLAIMS.UPDATE", token, { timeout: 15_000 });
  expect(answer.string()).toContain("jwt updated");
  await connection.close();
}

function accountFile(store: string, name = "KUBECON"): string {
  return join(store, `stores/KO/accounts/${name}/${name}.jwt`);
}

async function operatorSigner(
  at: Serving,
): Promise<Signer & { sign(data: Uint8Array): Uint8Array }> {
  const store = await openStore(at.store);
  const { nats } = decodeOperator((await store.read({ operator: "KO" })) ?? "");
  const signer = await store.keys.get(nats.signing_keys?.[0] ?? "");
  if (signer === undefined) throw new Error("the operator has no signing key here");
  return signer;
}

describe("kchat-auth pull", { timeout: 60_000 }, () => {
  it("brings an account to a store that did not have it, and what was changed elsewhere", async () => {
    const here = await serving();
    const there = join(await temporaryDirectory(), "other");
    await cp(here.store, there, { recursive: true });
    const pull = (...args: string[]) =>
      kchatAuth("pull", ...args, "--store", there, "--server", here.server.url);
    await here.run("add", "account", "CNCF");
    await here.run("edit", "account", "KUBECON", "--connections", "7");
    await here.talk("push");
    const before = await readFile(accountFile(there), "utf8");
    expect(await pull("--dry-run")).toMatchObject({
      exitCode: 0,
      stdout: expect.stringMatching(/"CNCF": added\n"KUBECON": updated\n"SYS": same\nnothing/),
    });
    expect(await readdir(join(there, "stores/KO/accounts"))).toEqual(["KUBECON", "SYS"]);
    expect(await readFile(accountFile(there), "utf8")).toBe(before);
    expect(await pull("--account", "KUBECON", "--json")).toMatchObject({ exitCode: 0 });
    expect(await pull("--account", "NONE")).toMatchObject({ exitCode: 1 });
    expect(await pull()).toMatchObject({ exitCode: 0 });
    for (const name of ["KUBECON", "CNCF"]) {
      const [ours, theirs] = [accountFile(there, name), accountFile(here.store, name)];
      expect(await readFile(ours, "utf8")).toBe(await readFile(theirs, "utf8"));
    }
    expect(await kchatAuth("validate", "--store", there)).toMatchObject({ exitCode: 0 });
  });

  it("refuses what a stranger signed, what is older, and what would take another's place", async () => {
    const here = await serving();
    await here.talk("push");
    const older = await readFile(accountFile(here.store), "utf8");
    await here.run("revoke", "wally", "--account", "KUBECON");
    const newer = await readFile(accountFile(here.store), "utf8");
    await here.talk("push");
    // The attacks: a rollback that forgets the revocation, a stranger, a namesake, a path.
    await plant(here, older);
    const sign = async (name: string, signer?: Parameters<typeof encodeClaims>[2]) => {
      const claims = newAccountClaims(createAccount().publicKey, { name });
      await plant(here, encodeClaims("account", claims, signer ?? (await operatorSigner(here))));
    };
    await sign("EVIL", createOperator());
    await sign("KUBECON");
    await sign("../../../escaped");
    await sign("kubecon");
    for (const _twin of [1, 2]) await sign("TWIN");

    const dry = await here.talk("pull", "--dry-run", "--json");
    const { exitCode, stdout, stderr } = await here.talk("pull", "--json");
    expect(stdout).toBe(dry.stdout);
    expect({ exitCode, stderr }).toEqual({ exitCode: 1, stderr: "" });
    const outcomes: { name: string; outcome: string; reason?: string }[] = JSON.parse(stdout);
    const rows = outcomes.map(({ name, outcome, reason }) => [name, outcome, reason ?? ""]);
    expect(rows.sort()).toEqual([
      ["../../../escaped", "refused", expect.stringContaining("path separator")],
      ["EVIL", "refused", expect.stringContaining("which is no key of operator KO")],
      ["KUBECON", "refused", expect.stringMatching(/was issued here at|another account/)],
      ["KUBECON", "refused", expect.stringMatching(/was issued here at|another account/)],
      ["SYS", "same", ""],
      ["TWIN", "added", ""],
      ["TWIN", "refused", expect.stringContaining("another account")],
      ["kubecon", "refused", expect.stringContaining("another account")],
    ]);
    expect(await readFile(accountFile(here.store), "utf8")).toBe(newer);
    expect(await readdir(join(here.store, "stores/KO/accounts"))).toEqual([
      "KUBECON",
      "SYS",
      "TWIN",
    ]);

    // A person who means it gets the older one, and the others not even then.
    const { exitCode: forced } = await here.talk("pull", "--overwrite-newer");
    expect(forced).toBe(1);
    expect(await readFile(accountFile(here.store), "utf8")).toBe(older);
    expect(await readdir(join(here.store, "stores/KO/accounts"))).toEqual([
      "KUBECON",
      "SYS",
      "TWIN",
    ]);

    const listed = await here.talk("list");
    expect(listed).toMatchObject({ exitCode: 1, stderr: "" });
    expect(listed.stdout).toMatch(/EVIL\n(.*\n){3} {2}problem .*is signed by O/);
  });

  it("says what only a full resolver can do", async () => {
    const here = await serving(["--resolver", "memory"]);
    for (const command of [["pull"], ["list"], ["lookup", "KUBECON"]]) {
      const { exitCode, stderr } = await here.talk(...command);
      expect([exitCode, stderr]).toEqual([1, expect.stringMatching(/^error: no server .*\n$/)]);
    }
  });
});

describe("kchat-auth list and lookup", { timeout: 60_000 }, () => {
  it("show what the servers hold", async () => {
    const here = await serving();
    await here.talk("push");
    const listed = await here.talk("list", "--json");
    expect(listed.exitCode).toBe(0);
    expect(
      JSON.parse(listed.stdout)
        .map(({ name }: { name: string }) => name)
        .sort(),
    ).toEqual(["KUBECON", "SYS"]);
    const token = await readFile(accountFile(here.store), "utf8");
    const key = decodeAccount(token).sub;
    for (const named of ["KUBECON", key]) {
      const { exitCode, stdout } = await here.talk("lookup", named, "--json");
      expect(exitCode).toBe(0);
      expect(JSON.parse(stdout)).toMatchObject({ account: key, copies: [{ token, servers: 1 }] });
    }
    expect((await here.talk("lookup", "KUBECON")).stdout).toContain(
      "on 1 server(s):\naccount KUBECON",
    );
    const { publicKey } = createAccount();
    expect(await here.talk("lookup", publicKey)).toMatchObject({ exitCode: 1, stdout: "" });
    expect(await here.talk("lookup", "NONE")).toMatchObject({ exitCode: 1, stdout: "" });
  });
});
