import { chmod, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { findServerBinary, startCluster, startServer } from "@kchat/nats-server";
import { connect, nkeys } from "nats";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { runCli } from "../../src/cli/run.js";

let directory: string;
let binary: string;
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), "kchat-test-"));
  binary = (await findServerBinary()).path;
});
afterAll(() => rm(directory, { recursive: true }));

const lameDuck = { durationMs: 30_000, graceMs: 200 };

async function cli(...args: string[]): Promise<{ code: number; out: string; err: string }> {
  const out: string[] = [];
  const err: string[] = [];
  const code = await runCli(args, {
    out: (line) => void out.push(line),
    err: (line) => void err.push(line),
    signal: new AbortController().signal,
  });
  return { code, out: out.join("\n"), err: err.join("\n") };
}

describe("kchat-drain", () => {
  it("explains itself, with examples", async () => {
    const { code, out } = await cli("--help");
    expect(code).toBe(0);
    expect(out).toContain("Examples:");
    for (const command of ["lame-duck", "rolling-restart", "reload", "check", "client"]) {
      expect(out).toContain(`  ${command} [options]`);
      const help = await cli(command, "--help");
      expect(help).toMatchObject({ code: 0, err: "" });
      expect(help.out).toContain(`$ kchat-drain ${command} `);
    }
  });

  it.each([
    ["no command", []],
    ["an unknown command", ["explode"]],
    ["an unknown flag", ["lame-duck", "--fast"]],
    ["a pid that is no number", ["lame-duck", "--pid", "12x"]],
    ["no server", ["lame-duck"]],
    ["two servers", ["lame-duck", "--pid", "12", "--pid-file", "x"]],
    ["--wait without eyes", ["lame-duck", "--pid", "12", "--wait"]],
    ["a reload without eyes", ["reload", "--pid", "12"]],
    ["a node without URL", ["rolling-restart", "--node", "x.pid"]],
    ["a node with half a URL", ["rolling-restart", "--node", "x.pid@localhost:8222"]],
    ["a monitoring port that is no URL", ["lame-duck", "--pid", "1", "--monitor", "8222"]],
    ["a monitoring port without http", ["reload", "--pid", "1", "--monitor", "localhost:8222"]],
    ["a restart of nothing", ["rolling-restart"]],
    ["a pause that no timer waits", ["rolling-restart", "--node", "x@y:1", "--settle", "2147484"]],
    ["a wait of centuries", ["lame-duck", "--pid", "12", "--timeout", "4294967296"]],
    [
      "credentials that aren't there",
      ["client", "--server", "x", "--server-id", "N", "--cid", "1", "--creds", "/nowhere"],
    ],
  ])("exits with 2 and a sentence for %s", async (_, args) => {
    const { code, err } = await cli(...args);
    expect(code).toBe(2);
    if (args.length > 0) expect(err).toMatch(/^error: /);
    expect(err).not.toBe("");
    expect(err).not.toMatch(/\n\s+at /);
  });

  it("shows what it would do, and does nothing", async () => {
    await using server = await startServer({ lameDuck });
    const { code, out } = await cli("lame-duck", "--pid", String(server.pid), "--dry-run");
    expect(code).toBe(0);
    expect(out).toBe(`would send: SIGUSR2 to process ${server.pid}`);
    expect(server.logs()).not.toContain("lame duck");
  });

  it("takes a server away and waits for its end", async () => {
    await using server = await startServer({ lameDuck });
    const client = await connect({ servers: server.url, reconnect: false });
    const { code, out } = await cli(
      ...["lame-duck", "--pid", String(server.pid)],
      ...["--monitor", server.monitorUrl, "--wait", "--json"],
    );
    expect(code).toBe(0);
    const events = out.split("\n").map((line) => JSON.parse(line) as { event: string });
    expect(events.map(({ event }) => event)).toEqual(
      expect.arrayContaining(["lameDuck", "emptying", "gone"]),
    );
    expect(await server.exited).toEqual({ code: 0, signal: null });
    await client.closed();
  });

  it("gives a leaving server the time of --leave-timeout, by default 180 s", async () => {
    const { out: help } = await cli("rolling-restart", "--help");
    expect(help.replace(/\s+/g, " ")).toMatch(/--leave-timeout <seconds> [^-]*\(default: 180\)/);
    await using server = await startServer({ lameDuck: { durationMs: 60_000, graceMs: 30_000 } });
    // Without a client it would end at once.
    const client = await connect({ servers: server.url, reconnect: false });
    const pidFile = join(directory, "slow.pid");
    await writeFile(pidFile, String(server.pid));
    const { code, err } = await cli(
      ...["rolling-restart", "--node", `${pidFile}@${server.monitorUrl}`, "--leave-timeout", "1"],
    );
    expect(code).toBe(1);
    expect(err).toContain("the server still runs after 1000 ms");
    await client.close();
  });

  it("checks a configuration", async () => {
    const file = join(directory, "bad.conf");
    await writeFile(file, "accounts {");
    const bad = await cli("check", file, "--binary", binary);
    expect(bad).toMatchObject({ code: 1, err: expect.stringContaining("would be refused") });
    const json = await cli("check", file, "--binary", binary, "--json");
    expect(JSON.parse(json.out)).toMatchObject({ error: { code: "ERR_CONFIG" } });
    await writeFile(file, "port: 4222");
    expect(await cli("check", file, "--binary", binary)).toMatchObject({ code: 0 });
  });

  it("reloads a configuration and says since when it is in force", async () => {
    await using server = await startServer();
    await server.writeConfig("max_payload: 4096");
    const { code, out } = await cli(
      ...["reload", "--pid", String(server.pid), "--monitor", server.monitorUrl],
      ...["--config", server.configFile, "--binary", binary],
    );
    expect(out).toMatch(/^a new configuration is in force since 20/);
    expect(code).toBe(0);
    expect((await server.varz()).max_payload).toBe(4096);
  });

  it("tells one client, and closes it, as a user of the system account", async () => {
    const user = nkeys.createUser();
    const seed = new TextDecoder().decode(user.getSeed());
    const creds = join(directory, "sys.creds");
    // A server without operators asks for the signature alone, whatever the JWT says.
    const block = (kind: string, body: string) =>
      `-----BEGIN ${kind}-----\n${body}\n------END ${kind}------\n`;
    await writeFile(creds, block("NATS USER JWT", "e30.e30.e30") + block("USER NKEY SEED", seed));
    await using server = await startServer({
      config: `accounts { SYS: { users: [{ nkey: ${user.getPublicKey()} }] }, APP: { users: [{ user: app, password: app }] } }
system_account: SYS`,
    });
    const client = await connect({
      ...{ servers: server.url, user: "app", pass: "app", reconnect: false },
    });
    const told = (async () => {
      for await (const { type } of client.status()) if (type === "ldm") return type;
      return "nothing";
    })();
    const { server_id: id } = await server.varz();
    const cid = String(client.info?.client_id);
    const flags = ["client", "--server", server.url, "--creds", creds, "--server-id", id];
    expect(await cli(...flags, "--cid", cid)).toMatchObject({
      code: 0,
      out: `client ${cid} was told`,
    });
    expect(await told).toBe("ldm");
    expect(client.isClosed()).toBe(false);
    expect(await cli(...flags, "--cid", cid, "--kick", "--json")).toMatchObject({ code: 0 });
    await client.closed();
    const gone = await cli(...flags, "--cid", cid);
    expect(gone).toMatchObject({ code: 1, out: "" });
    expect(gone.err).not.toContain(seed);
  });

  it("restarts pods by kubectl, here played by a script that reaches real servers", async () => {
    await using cluster = await startCluster({ size: 2, lameDuck });
    const [first, second] = cluster.servers;
    if (first === undefined || second === undefined) throw new Error("two servers");
    await fakeKubectl({ "nats-0": first, "nats-1": second });
    const path = process.env.PATH;
    process.env.PATH = `${directory}${delimiter}${dirname(binary)}${delimiter}${path}`;
    const flags = ["rolling-restart", "--pod", "nats-0", "--pod", "nats-1", "--settle", "0"];
    try {
      const plan = await cli(...flags, "--dry-run");
      expect(plan).toMatchObject({ code: 0, err: "" });
      expect(plan.out).toMatch(/^1\. nats-0 \(cluster-0 2\.\S+, 0 clients\)\n2\. nats-1/);
      // The kubelet's part.
      const kubelet = Promise.all(
        cluster.servers.map(async (server) => {
          await server.exited;
          await server.restart();
        }),
      );
      const { code, out } = await cli(...flags);
      expect(out).toMatch(
        /nats-0: lame duck \(1 of 2\)[\s\S]*nats-0: healthy[\s\S]*nats-1: healthy/,
      );
      expect(out).toMatch(/2 servers restarted$/);
      expect(code).toBe(0);
      await kubelet;
    } finally {
      process.env.PATH = path;
    }
  });
});

/** Answers `kubectl exec POD … nats-server --signal ldm=…` and `kubectl get --raw …/POD:8222/proxy/…`. */
async function fakeKubectl(
  pods: Record<string, { readonly pid: number; readonly monitorUrl: string }>,
): Promise<void> {
  const cases = Object.entries(pods).map(([pod, { pid, monitorUrl }]) => {
    const { port } = new URL(monitorUrl);
    return `*" ${pod} "*) exec nats-server --signal ldm=${pid} ;;
*/pods/${pod}:8222/proxy/*)
  exec 3<>/dev/tcp/127.0.0.1/${port} || exit 1
  printf 'GET /%s HTTP/1.0\\r\\n\\r\\n' "\${3##*/}" >&3
  sed '1,/^.$/d' <&3 ;;`;
  });
  const path = join(directory, "kubectl");
  // bash, whose /dev/tcp makes an HTTP client of a few lines.
  await writeFile(path, `#!/bin/bash\ncase "$*" in\n${cases.join("\n")}\n*) exit 9 ;;\nesac\n`);
  await chmod(path, 0o755);
}
