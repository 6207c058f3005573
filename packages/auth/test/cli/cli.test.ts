import { spawnSync } from "node:child_process";
import { readFile, stat } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { type NatsServer, startServer } from "@kchat/nats-server";
import { describe, expect, it, onTestFinished } from "vitest";
import { createUser, decodeUser, parseCreds } from "../../src/index.js";
import { openStore, readAccount } from "../../src/nsc/index.js";
import { temporaryDirectory } from "../nsc/temporary-directory.js";
import { connect } from "../resolver/clients.js";
import { kchatAuth } from "./kchat-auth.js";
import { Workbench } from "./workbench.js";

const REQUESTS = "chat.req.access";

async function emptyStore(): Promise<string> {
  return join(await temporaryDirectory(), ".kchat");
}

/** A server with this configuration, stopped when the test ends. */
async function serve(config: string): Promise<NatsServer> {
  const server = await startServer({ config });
  onTestFinished(async () => {
    await server.stop();
  });
  return server;
}

describe("kchat-auth init --setup kubecon", { timeout: 60_000 }, () => {
  it("makes the tutorial's whole setup in one command, and a server runs with it", async () => {
    const store = await emptyStore();
    const out = join(store, "resolver.conf");
    const init = ["init", "--setup", "kubecon", "--out", out, "--store", store];
    const { exitCode, stdout } = await kchatAuth(...init);
    expect(exitCode).toBe(0);
    expect(stdout).toContain("account KUBECON");
    expect((await stat(out)).mode & 0o777).toBe(0o600);
    const validated = await kchatAuth("validate", "--warnings-fail", "--store", store);
    expect(validated).toMatchObject({ exitCode: 0, stderr: "" });

    const server = await serve(await readFile(out, "utf8"));
    const creds = (name: string) =>
      readFile(join(store, "creds/KO/KUBECON", `${name}.creds`), "utf8");
    const access = await connect({ url: server.url, creds: await creds("chat-access") });
    access.subscribe(REQUESTS, {
      queue: "kubecon",
      callback: (_, message) => {
        message.respond("first");
        message.respond("second");
        access.publish("chat.KUBECON.online", "forged");
      },
    });
    await access.flush();
    const requestCreds = await creds("chat-creds-request");
    const inboxPrefix = `_INBOX_${parseCreds(requestCreds).keyPair.getPublicKey()}`;
    const asking = { url: server.url, creds: requestCreds, inboxPrefix };
    const reply = await (await connect(asking)).request(REQUESTS, "wally", { timeout: 2000 });
    expect(reply.string()).toBe("first");
    // The attack on the tutorial's own setup: the shared creds may not listen to anybody else's inbox.
    const eavesdropper = await connect({ ...asking, inboxPrefix: "_INBOX" });
    const refusal = new Promise((resolve) => {
      eavesdropper.subscribe("_INBOX.>", { callback: (error) => resolve(error?.message) });
    });
    expect(await refusal).toMatch(/permission/i);
  });

  it("changes nothing when it runs again", async () => {
    const store = await emptyStore();
    const first = await kchatAuth("init", "--setup", "kubecon", "--json", "--store", store);
    const second = await kchatAuth("init", "--setup", "kubecon", "--json", "--store", store);
    expect(second).toEqual(first);
    expect(JSON.parse(first.stdout)).toMatchObject({
      operator: { name: "KO" },
      accounts: [{ name: "KUBECON" }, { name: "SYS" }],
    });
  });

  it("can be done step by step", async () => {
    const store = await emptyStore();
    const at = ["--store", store];
    const steps = [
      ["init", "KO"],
      ["add", "account", "KUBECON"],
      ["add", "scope", "member", "--account", "KUBECON", "--allow-sub", "_INBOX_{{subject()}}.>"],
      [
        "add",
        "user",
        "chat-access",
        "--account",
        "KUBECON",
        "--allow-sub",
        REQUESTS,
        "--allow-responses",
        "1",
        "--response-ttl",
        "5s",
      ],
      ["add", "user", "wally", "--account", "KUBECON", "--sign-with", "member", "--expires", "30d"],
      ["config", "--out", join(store, "resolver.conf")],
      ["validate"],
    ];
    for (const step of steps)
      expect(await kchatAuth(...step, ...at)).toMatchObject({ exitCode: 0 });
    const server = await serve(await readFile(join(store, "resolver.conf"), "utf8"));
    for (const user of ["chat-access", "wally"]) {
      const creds = await readFile(join(store, `creds/KO/KUBECON/${user}.creds`), "utf8");
      await (await connect({ url: server.url, creds })).flush();
      const explained = await kchatAuth(
        "explain",
        join(store, `creds/KO/KUBECON/${user}.creds`),
        ...at,
      );
      expect(explained.stdout.split("\n")[0]).toBe("accepted");
    }
  });
});

describe("kchat-auth with servers", { timeout: 60_000 }, () => {
  it("pushes, compares, rotates and revokes", async () => {
    const store = await emptyStore();
    const at = ["--store", store];
    await kchatAuth("init", "KO", ...at);
    const { stdout: config } = await kchatAuth("config", "--resolver", "full", ...at);
    const server = await serve(config);
    const servers = ["--server", server.url];
    await kchatAuth("add", "account", "KUBECON", ...at);
    await kchatAuth("add", "scope", "member", "--account", "KUBECON", ...at);
    await kchatAuth(
      "add",
      "user",
      "mallory",
      "--account",
      "KUBECON",
      "--sign-with",
      "member",
      ...at,
    );

    expect(await kchatAuth("diff", ...servers, ...at)).toMatchObject({
      exitCode: 1,
      stdout: expect.stringContaining("KUBECON: only here"),
    });
    expect(await kchatAuth("push", ...servers, ...at)).toMatchObject({
      exitCode: 0,
      stdout: expect.stringContaining("KUBECON: stored, read back from 1"),
    });
    expect(await kchatAuth("diff", ...servers, ...at)).toMatchObject({ exitCode: 0 });

    const rotate = (...args: string[]) =>
      kchatAuth("rotate", ...args, "--account", "KUBECON", "--json", ...at);
    const { target } = JSON.parse((await rotate("member")).stdout);
    const { newKey } = JSON.parse((await rotate("member", "--apply", "introduce")).stdout);
    await kchatAuth("push", ...servers, ...at);
    expect((await rotate(target.key, "--apply", "reissue", "--to", newKey)).exitCode).toBe(0);
    const observed = await rotate(target.key, "--apply", "observe", ...servers);
    expect(observed).toMatchObject({ exitCode: 0, stdout: "[]\n" });
    expect((await rotate(target.key, "--apply", "retire")).exitCode).toBe(0);
    await kchatAuth("push", ...servers, ...at);

    const creds = await readFile(join(store, "creds/KO/KUBECON/mallory.creds"), "utf8");
    const mallory = await connect({ url: server.url, creds });
    const revoke = ["revoke", "mallory", "--account", "KUBECON", ...servers, ...at];
    expect(await kchatAuth(...revoke)).toMatchObject({
      exitCode: 0,
      stderr: "",
      stdout: expect.stringContaining("1 connection(s) closed"),
    });
    await mallory.closed();
    await expect(connect({ url: server.url, creds })).rejects.toThrow(/authorization/i);
  });

  it("says in one sentence that no server is there", async () => {
    const store = await emptyStore();
    await kchatAuth("init", "KO", "--store", store);
    const outcome = await kchatAuth("push", "--server", "nats://127.0.0.1:1", "--store", store);
    expect(outcome).toMatchObject({ exitCode: 1, stdout: "" });
    expect(outcome.stderr).toMatch(/^error: nats:\/\/127\.0\.0\.1:1: .*is it up.*\n$/);
  });
});

describe("kchat-auth issue", { timeout: 60_000 }, () => {
  it("signs a key that was made elsewhere and writes it down for a later revocation", async () => {
    const store = await emptyStore();
    const at = ["--store", store];
    await kchatAuth("init", "--setup", "kubecon", ...at);
    const log = join(store, "issued.jsonl");
    const key = createUser().publicKey;
    const issue = [
      "issue",
      "wally",
      "--account",
      "KUBECON",
      "--sign-with",
      "member",
      "--public-key",
      key,
    ];
    const { stdout, exitCode } = await kchatAuth(...issue, "--log", log, ...at);
    expect(exitCode).toBe(0);
    expect(decodeUser(stdout.trim())).toMatchObject({ sub: key, name: "wally" });
    const revoked = await kchatAuth("revoke", "wally", "--account", "KUBECON", "--log", log, ...at);
    expect(revoked.exitCode).toBe(0);
    const { claims } = await readAccount(await openStore(store), {
      operator: "KO",
      account: "KUBECON",
    });
    expect(Object.keys(claims.nats.revocations ?? {})).toEqual([key]);
  });

  it("grants by a plain key what is said, and by a scope nothing of one's own", async () => {
    const bench = await Workbench.create();
    await bench.run("add signing-key --account A");
    await bench.run("add scope member --account A --allow-sub all.>");
    const plain = (await bench.account()).nats.signing_keys?.find((key) => typeof key === "string");
    const { publicKey } = createUser();
    const issue = `issue wally --account A --public-key ${publicKey}`;
    const grant = "--allow-pub a.> --subs 3 --source 10.0.0.0/8";
    const token = await bench.run(`${issue} --sign-with ${plain} ${grant} --expires 1y --start 2w`);
    const { nbf = 0, exp = 0, nats } = decodeUser(token.trim(), { mode: "go" });
    expect(exp - nbf).toBeGreaterThan(350 * 86_400);
    expect(nats).toMatchObject({
      pub: { allow: ["a.>"] },
      subs: 3,
      data: -1,
      src: ["10.0.0.0/8"],
    });
    const bounded = decodeUser((await bench.run(`${issue} --sign-with member`)).trim());
    const hours = ((bounded.exp ?? 0) - (bounded.iat ?? 0)) / 3600;
    expect(hours).toBeGreaterThan(7.9);
    expect(hours).toBeLessThanOrEqual(8);
    const endless = await bench.run(`${issue} --sign-with member --expires never`);
    expect(decodeUser(endless.trim())).not.toHaveProperty("exp");
    for (const [flags, message] of [
      [`--sign-with member ${grant}`, /scoped users require no permissions or limits/],
      [`--sign-with ${plain} --bearer --expires never`, /\(rule bearer-without-expiry\)/],
      [`--sign-with ${plain} --allow-pub a..b`, /a\.\.b/],
      [`--sign-with ${plain} --expires 2020-01-01`, /it is over already/],
    ] as const) {
      const { exitCode, stdout, stderr } = await bench.attempt(`${issue} ${flags}`);
      expect({ stdout, failed: exitCode > 0 }).toEqual({ stdout: "", failed: true });
      expect(stderr).toMatch(message);
    }
  });

  it("signs nothing by a key without a scope, with which nobody could connect", async () => {
    const at = ["--store", await emptyStore()];
    await kchatAuth("init", "--setup", "kubecon", ...at);
    const tree = JSON.parse((await kchatAuth("describe", "--json", ...at)).stdout);
    const [{ nats }] = tree.accounts;
    const plain = nats.signing_keys.find((key: unknown) => typeof key === "string");
    const publicKey = createUser().publicKey;
    const issue = ["issue", "wally", "--account", "KUBECON", "--public-key", publicKey];
    expect(await kchatAuth(...issue, "--sign-with", plain, ...at)).toMatchObject({
      exitCode: 1,
      stdout: "",
      stderr: expect.stringContaining("scope"),
    });
  });
});

describe("kchat-auth sharing", { timeout: 60_000 }, () => {
  it("exports, imports, and refuses to push an import that finds no export", async () => {
    const store = await emptyStore();
    const at = ["--store", store];
    await kchatAuth("init", "KO", ...at);
    for (const name of ["SYNADIA", "CNCF"]) await kchatAuth("add", "account", name, ...at);
    const exported = [
      "add",
      "export",
      "stream",
      "status.>",
      "--account",
      "SYNADIA",
      "--access",
      "anyone",
    ];
    expect(await kchatAuth(...exported, ...at)).toMatchObject({ exitCode: 0 });
    const imported = [
      "add",
      "import",
      "stream",
      "--account",
      "CNCF",
      "--from",
      "SYNADIA",
      "--local-subject",
      "synadia.>",
    ];
    expect(await kchatAuth(...imported, "status.>", ...at)).toMatchObject({ exitCode: 0 });
    expect(await kchatAuth("validate", ...at)).toMatchObject({ exitCode: 0 });
    expect((await kchatAuth("describe", "--mermaid", ...at)).stdout).toContain(
      "stream status.#62;",
    );
    const deploy = ["service", "deploy.request", "--account"];
    await kchatAuth("add", "export", ...deploy, "SYNADIA", ...at);
    const activate = ["add", "activation", ...deploy, "SYNADIA", "--importer", "CNCF"];
    const { stdout: token } = await kchatAuth(...activate, ...at);
    const take = ["add", "import", ...deploy, "CNCF", "--from", "SYNADIA"];
    await kchatAuth(...take, ...at);
    expect(await kchatAuth("validate", ...at)).toMatchObject({
      exitCode: 1,
      stdout: expect.stringContaining("wants an activation token"),
    });
    await kchatAuth(...take, "--token", token.trim(), ...at);
    expect(await kchatAuth("validate", ...at)).toMatchObject({ exitCode: 0 });
    await kchatAuth(...imported, "secret.>", ...at);
    expect(await kchatAuth("validate", ...at)).toMatchObject({
      exitCode: 1,
      stdout: expect.stringContaining("SYNADIA exports no stream that contains it"),
    });
  });
});

describe("kchat-auth describe --json", { timeout: 60_000 }, () => {
  it("prints claims and no token, with which a bearer could log in", async () => {
    const store = await emptyStore();
    const at = ["--store", store];
    await kchatAuth("init", "KO", ...at);
    await kchatAuth(
      "add",
      "user",
      "kiosk",
      "--account",
      "SYS",
      "--bearer",
      "--expires",
      "8h",
      ...at,
    );
    const { stdout } = await kchatAuth("describe", "--json", ...at);
    expect(JSON.parse(stdout)).toMatchObject({
      operator: { name: "KO" },
      accounts: [{ name: "SYS", users: [{ name: "kiosk", nats: { bearer_token: true } }, {}] }],
    });
    expect(stdout).not.toContain("eyJ");
  });
});

describe("the program kchat-auth", { timeout: 60_000 }, () => {
  it("ends with the exit code and one line, no stack trace, for a mistake", async () => {
    const main = fileURLToPath(new URL("../../src/cli/main.ts", import.meta.url));
    const node = ["--conditions=@kchat/source", "--import", "tsx", main];
    const store = await emptyStore();
    const { status, stdout, stderr } = spawnSync(
      process.execPath,
      [...node, "describe", "--store", store],
      { encoding: "utf8" },
    );
    expect({ status, stdout }).toEqual({ status: 1, stdout: "" });
    expect(stderr).toMatch(/^error: there is no nsc store at [^\n]*\n$/);
  });
});
