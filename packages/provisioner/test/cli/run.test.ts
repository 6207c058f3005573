import { chmod, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { formatCreds } from "@kchat/auth";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { run } from "../../src/cli/run.js";
import { requestCredentials } from "../../src/client/index.js";
import { connectAs, requester, service, startWorld, type World } from "../fixture.js";

let world: World;
let directory: string;
let files: { acc: string; sk: string; creds: string };
const seedOf = (key: { getSeed(): Uint8Array }) => new TextDecoder().decode(key.getSeed());

beforeAll(async () => {
  world = await startWorld();
  directory = await mkdtemp(join(tmpdir(), "kchat-provisioner-"));
  const { jwt, keyPair } = service(world);
  files = {
    acc: join(directory, "KUBECON.jwt"),
    sk: join(directory, "sign.nk"),
    creds: join(directory, "chat-access.creds"),
  };
  await writeFile(files.acc, `${world.accountJwt}\n`);
  await writeFile(files.sk, `${seedOf(world.signer)}\n`, { mode: 0o600 });
  await writeFile(files.creds, formatCreds(jwt, keyPair), { mode: 0o600 });
});
afterAll(async () => {
  await world[Symbol.asyncDispose]();
  await rm(directory, { recursive: true, force: true });
});

/** Starts the command; it runs until it is stopped or fails. */
function start(...args: string[]) {
  const written = { stdout: "", stderr: "" };
  const into = (name: keyof typeof written) => ({
    write(text: string) {
      written[name] += text;
    },
  });
  const stop = new AbortController();
  const { signal } = stop;
  const exitCode = run(args, { stdout: into("stdout"), stderr: into("stderr") }, { signal });
  return { written, stop: () => stop.abort(), exitCode };
}

const flags = (changes: Partial<typeof files> = {}) => {
  const { acc, sk, creds } = { ...files, ...changes };
  return ["--acc", acc, "--sk", sk, "--creds", creds, "--server", world.server.url];
};

describe("kchat-provisioner", () => {
  it("serves as the tutorial's did, logs JSON, and stops with nothing lost", async () => {
    const command = start(...flags(), "--lifetime", "10m", "--json");
    await expect.poll(() => command.written.stdout, { timeout: 10_000 }).toContain('"ready"');
    const connection = await connectAs(world, requester(world));
    const ask = requestCredentials({ connection, name: "wally", trust: world.trust });
    const { expiresAt } = await ask;
    expect(expiresAt.getTime()).toBeLessThanOrEqual(Date.now() + 601_000);
    await connection.close();
    command.stop();
    expect(await command.exitCode).toBe(0);
    const events = command.written.stdout
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line));
    expect(events.map(({ type }) => type)).toEqual(["ready", "issued", "stopped"]);
    expect(events[2]).toMatchObject({ issued: 1, refused: 0, outcome: "clean" });
    expect(command.written.stderr).toBe("");
  });

  it("prints text for a person by default", async () => {
    const command = start(...flags());
    await expect.poll(() => command.written.stdout, { timeout: 10_000 }).toContain("serving");
    command.stop();
    expect(await command.exitCode).toBe(0);
    expect(command.written.stdout).toMatch(
      /^serving chat\.req\.access \(queue kubecon\) on \S+, signing with A\w{55}\nstopped \(clean\)/,
    );
  });

  it("warns of a seed that others can read", async () => {
    const open = join(directory, "open.nk");
    await writeFile(open, seedOf(world.signer));
    await chmod(open, 0o644);
    const command = start(...flags({ sk: open }));
    await expect.poll(() => command.written.stdout, { timeout: 10_000 }).toContain("serving");
    command.stop();
    await command.exitCode;
    expect(command.written.stderr).toContain(`${open} can be read by other users`);
  });

  it.each([
    [
      "a file that is missing",
      () => ({ acc: join(directory, "none.jwt") }),
      /^error: --acc \S+none\.jwt: there is no such file; \S.*<name>\.jwt/,
    ],
    [
      "a seed that is missing",
      () => ({ sk: join(directory, "none.nk") }),
      /^error: --sk \S+none\.nk: there is no such file; \S.*keys\//,
    ],
    [
      "creds that are missing",
      () => ({ creds: join(directory, "none.creds") }),
      /^error: --creds \S+none\.creds: there is no such file; \S.*chat-access\.creds/,
    ],
    [
      "a directory",
      () => ({ acc: directory }),
      /^error: --acc \S+: this is a directory, not a file; /,
    ],
    ["creds in place of the account", () => ({ acc: files.creds }), /not a valid account JWT/],
    ["no seed", () => ({ sk: files.acc }), /holds no seed of an account key/],
    ["no creds", () => ({ creds: files.acc }), /not a creds file/],
  ])("says what is wrong with %s, without a stack or a secret", async (_, changes, message) => {
    const command = start(...flags(changes()));
    expect(await command.exitCode).toBe(1);
    expect(command.written.stderr).toMatch(message);
    expect(command.written.stderr).not.toMatch(/\n {4}at |S[AU][A-Z2-7]{56}/);
  });

  it("says, when a queue group is named, that names are unique in one process only", async () => {
    const command = start(...flags(), "--queue", "shared");
    await expect.poll(() => command.written.stdout, { timeout: 15_000 }).toContain("serving");
    command.stop();
    expect(await command.exitCode).toBe(0);
    expect(command.written.stderr).toBe(
      "warning: names are only unique within one process: others in queue shared may give the same name to another key\n",
    );
  });

  it("refuses an unscoped key", async () => {
    const unscoped = join(directory, "unscoped.nk");
    await writeFile(unscoped, seedOf(world.unscoped), { mode: 0o600 });
    const command = start(...flags({ sk: unscoped }));
    expect(await command.exitCode).toBe(1);
    expect(command.written.stderr).toMatch(/has no scope in account/);
  });

  it("says that no server is there", async () => {
    const command = start(...flags(), "--server", "nats://127.0.0.1:9");
    expect(await command.exitCode).toBe(1);
    expect(command.written.stderr).toMatch(/^error: .*127\.0\.0\.1:9/);
  });

  it.each([[[]], [["--acc", "x"]], [["--lifetime", "forever"]], [["--unknown"]]])(
    "exits with 2 for wrong usage: %j",
    async (args) => {
      const command = start(...args);
      expect(await command.exitCode).toBe(2);
      expect(command.written.stderr).not.toBe("");
    },
  );

  it("shows examples in its help", async () => {
    const command = start("--help");
    expect(await command.exitCode).toBe(0);
    expect(command.written.stdout).toContain("$ kchat-provisioner --acc KUBECON.jwt");
    expect(command.written.stdout.replace(/\s+/g, " ")).toContain(
      "but not the names they gave away: where names must be unique, run one",
    );
  });
});
