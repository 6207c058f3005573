import { cp, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import manifest from "../../package.json" with { type: "json" };
import { createUser } from "../../src/index.js";
import { openStore, readOperator, readUser } from "../../src/nsc/index.js";
import { temporaryDirectory } from "../nsc/temporary-directory.js";
import { kchatAuth } from "./kchat-auth.js";

/** A store with an operator and its system account; nothing below changes it. */
let prepared: string;

beforeAll(async () => {
  prepared = join(await mkdtemp(join(tmpdir(), "kchat-auth-")), ".kchat");
  await kchatAuth("init", "KO", "--store", prepared);
});

afterAll(() => rm(dirname(prepared), { recursive: true, force: true }));

async function copyOfStore(): Promise<string> {
  const store = join(await temporaryDirectory(), "copy");
  await cp(prepared, store, { recursive: true });
  return store;
}

describe("kchat-auth and mistakes", () => {
  it.each([
    [["nothing"], 2],
    [["add", "user", "wally"], 2],
    [["config", "--resolver", "paper"], 2],
    [["describe", "--expiring", "soon"], 2],
    [["revoke", "--account", "SYS"], 2],
    [["rotate", "--apply", "reissue"], 2],
    [["describe", "--operator", "NONE"], 1],
    [["add", "account", "../SYS"], 1],
    [["add", "account", "SYS"], 1],
    [["explain", "/nowhere"], 1],
    [["delete", "account", "SYS"], 2],
    [["delete", "user", "nobody", "--account", "SYS"], 1],
    [["reissue"], 2],
    [["reissue", "operator", "--old-key", "burn"], 2],
    [["pull", "--server", "nats://127.0.0.1:1"], 1],
    [["lookup"], 2],
  ] as const)("answers %j in a sentence with exit code %i", async (args, exitCode) => {
    const store = prepared;
    const outcome = await kchatAuth(...args, "--store", store);
    expect(outcome).toMatchObject({ exitCode, stdout: "" });
    expect(outcome.stderr).toMatch(/^error: /);
    expect(outcome.stderr).not.toMatch(/\n\s+at /);
  });

  it("tells its version", async () => {
    expect(await kchatAuth("--version")).toEqual({
      exitCode: 0,
      stdout: `${manifest.version}\n`,
      stderr: "",
    });
  });

  it("prints errors as JSON, with their code, when asked for JSON", async () => {
    const outcome = await kchatAuth("describe", "--json", "--store", "nowhere");
    expect(JSON.parse(outcome.stderr)).toMatchObject({ error: { code: "ERR_NOT_FOUND" } });
  });

  it.each([
    "",
    "init",
    "add user",
    "add import",
    "revoke",
    "rotate",
    "reissue",
    "reissue operator",
    "reissue user",
    "edit",
    "edit operator",
    "edit account",
    "edit scope",
    "edit user",
    "delete",
    "delete account",
    "delete user",
    "delete export",
    "delete import",
    "delete activation",
    "delete revocation",
    "delete mapping",
    "edit callout",
    "add export",
    "add mapping",
    "push",
    "pull",
    "list",
    "lookup",
    "config",
  ])('has help with an example for "%s"', async (command) => {
    const { exitCode, stdout } = await kchatAuth(...command.split(" ").filter(Boolean), "--help");
    expect(exitCode).toBe(0);
    expect(stdout).toMatch(/Examples?:\n {2}\$ kchat-auth/);
  });
});

describe("kchat-auth says what is wrong with", () => {
  it.each([
    ["add import stream x --account SYS --from NOPE", /"NOPE" is neither an account .*\(SYS\)/],
    ["describe --account NOPE", /operator KO has no account NOPE/],
    ["edit operator --account-server localhost:4222", /expected a URL such as nats:/],
    ["edit operator --service-url localhost", /expected a URL such as nats:/],
    ["add user z --account SYS --expires 2020-01-01", /it is over already/],
    ["add user z --account SYS --expires 0d", /expected a duration/],
    ["add user z --account SYS --expires 99999999y", /expected a duration/],
    ["add user z --account SYS --expires 9999y", /expected a duration|seconds/],
    ["add export stream x --account SYS --latency y", /are about services: a stream is not asked/],
    ["add export service x --account SYS --sampling 5", /--sampling needs --latency/],
    ["add import stream x --account SYS --from SYS --share", /--share is about services/],
    [
      "add import service x --account SYS --from SYS --allow-trace",
      /--allow-trace is about streams/,
    ],
    ["add import service x --account SYS --from SYS --token no/where", /starts with eyJ/],
    ["add mapping a b --account SYS --weight 101", /weight 101 that exceeds 100/],
    ["delete mapping a b --account SYS --cluster c", /account SYS maps no a to b in cluster c/],
    ["delete activation stream x --account SYS", /name one of: --importer, --everyone/],
    ["delete activation stream x --account SYS --everyone", /account SYS exports no stream "x"/],
    ["delete revocation sys --account SYS", /account SYS revokes none of them/],
    ["revoke sys --account SYS --until 2099-01-01", /it is not over yet/],
    ["edit callout SYS --auth-user sys --xkey XAB", /XKey "XAB" is not a valid public xkey/],
    ["add user z --account SYS --payload 1x", /expected bytes such as/],
    ["add user z --account SYS --time 8-17", /expected a range such as/],
    ["edit account SYS --js-tier 3", /--js-tier needs a limit/],
    [
      "edit user sys --account SYS --remove a.b",
      /--remove "a.b": it is not there; there is nothing/,
    ],
    ["edit scope member --account SYS --subs 1", /account SYS has no signing key member/],
    ["add user z --account SYS --connection-type FOO", /not a connection type.*\(rule conn/],
    ["add user z --account SYS --allow-pub a.>.b", /wildcard must be .*\(rule subject-wildcards\)/],
    ["add user z --account SYS --bearer", /set exp \(rule bearer-without-expiry\)/],
    ["add user z --account SYS --start 9h --expires 8h", /not before it ends.*\(rule never-valid/],
    ["add user z --account SYS --public-key AABC", /^error: --public-key: /],
    ["init --operator KO", /unknown option '--operator'/],
    ["delete import stream x --account SYS --from SYS", /account SYS imports no stream x from SYS/],
    ["delete export stream x --account SYS", /account SYS exports no stream x/],
  ])("%s", async (line, message) => {
    const outcome = await kchatAuth(...line.split(" "), "--store", prepared);
    expect(outcome.stdout).toBe("");
    expect(outcome.stderr).toMatch(message);
    expect(outcome.exitCode).toBeGreaterThan(0);
  });

  it("a seed where a public key belongs, without repeating it", async () => {
    const seed = new TextDecoder().decode(createUser().getSeed());
    const add = ["add", "user", "z", "--account", "SYS", "--public-key", seed];
    const { exitCode, stderr } = await kchatAuth(...add, "--store", prepared);
    expect([exitCode, stderr]).toEqual([2, expect.stringContaining("got a seed")]);
    expect(stderr).not.toContain(seed.slice(2, 20));
  });

  it("a file without a token, by its name", async () => {
    const file = join(await temporaryDirectory(), "resolver.conf");
    await writeFile(file, "port: 4222");
    const { stderr } = await kchatAuth("explain", file, "--store", prepared);
    expect(stderr.startsWith(`error: ${file}: no token found`)).toBe(true);
  });

  it("an edit after which servers would refuse a user of a scope", async () => {
    const store = await copyOfStore();
    const run = (line: string) => kchatAuth(...line.split(" "), "--store", store);
    await run("add account A");
    await run("add scope member --account A --allow-sub x");
    await run("add user wally --account A --sign-with member");
    const at = { operator: "KO", account: "A", user: "wally" };
    const before = await readUser(await openStore(store), at);
    expect(await run("edit user wally --account A --allow-pub y")).toMatchObject({
      exitCode: 1,
      stderr: expect.stringContaining("scoped users require no permissions"),
    });
    expect(await readUser(await openStore(store), at)).toEqual(before);
    expect((await run("edit user wally --account A --expires 5d")).exitCode).toBe(0);
    expect((await run("validate")).exitCode).toBe(0);
  });

  it("a role that is there, and how it is replaced", async () => {
    const store = await copyOfStore();
    const run = (line: string) => kchatAuth(...line.split(" "), "--store", store);
    const add = "add scope member --account SYS --allow-sub";
    expect((await run(`${add} x`)).exitCode).toBe(0);
    expect((await run(`${add} x`)).exitCode).toBe(1);
    expect((await run(`${add} x --if-missing`)).exitCode).toBe(0);
    expect(await run(`${add} y`)).toMatchObject({ stderr: expect.stringContaining("--update") });
    expect((await run(`${add} y --update`)).exitCode).toBe(0);
    const described = await run("describe --account SYS");
    expect(described.stdout).toMatch(/scope member\n.*\n.*subscribe +y\n/);
  });
});

describe("kchat-auth edit operator --strict", () => {
  it("names whom servers would refuse from then on", async () => {
    const store = join(await temporaryDirectory(), ".kchat");
    const run = (line: string) => kchatAuth(...line.split(" "), "--store", store);
    await run("init KO --no-strict");
    const opened = await openStore(store);
    const [operatorKey = ""] = (await readOperator(opened, { operator: "KO" })).claims.nats
      .signing_keys ?? [""];
    // Without its seed the identity signs, as nsc has it from the start.
    const signing = await opened.keys.get(operatorKey);
    await opened.keys.remove(operatorKey);
    await run("add account A");
    expect((await run("edit operator --strict")).stdout).toContain("servers would refuse KO/A:");
    if (signing) await opened.keys.put(signing);
    expect((await run("edit account A")).exitCode).toBe(0);
    expect((await run("edit operator --strict")).stdout).not.toContain("refuse");
  });
});

describe("kchat-auth --ignore", () => {
  it("lets one rule of the stricter profile be broken, and what is broken already be edited", async () => {
    const store = await copyOfStore();
    const run = (line: string) => kchatAuth(...line.split(" "), "--store", store);
    const odd = "add user odd --account SYS --bearer --connection-type FOO";
    expect((await run(`${odd} --ignore connection-type`)).stderr).toMatch(/bearer-without-expiry/);
    const both = `${odd} --ignore connection-type --ignore bearer-without-expiry`;
    expect(await run(both)).toMatchObject({ exitCode: 0, stderr: "" });
    expect(await run("edit user odd --account SYS --allow-pub x")).toMatchObject({ exitCode: 0 });
    expect((await run("edit user odd --account SYS --allow-pub x.y*")).exitCode).toBe(1);
  });

  it("lets nothing pass that servers refuse", async () => {
    const line = "add user z --account SYS --source 10.0.0.1 --ignore subject-wildcards";
    expect((await kchatAuth(...line.split(" "), "--store", prepared)).exitCode).toBe(1);
  });
});

describe("kchat-auth delete import and export", () => {
  it("end a share from either side", async () => {
    const store = await copyOfStore();
    const run = (line: string) => kchatAuth(...line.split(" "), "--store", store);
    await run("add account A");
    await run("add account B");
    await run("add export stream s.> --account A --access anyone");
    await run("add import stream s.> --account B --from A");
    expect((await run("delete account A --from store")).stderr).toContain("remove the imports");
    expect((await run("delete import service s.> --account B --from A")).exitCode).toBe(1);
    expect((await run("delete import stream s.> --account B --from A")).exitCode).toBe(0);
    expect((await run("delete export stream s.> --account A")).exitCode).toBe(0);
    expect((await run("validate")).exitCode).toBe(0);
    expect((await run("delete account A --from store")).exitCode).toBe(0);
  });
});
