import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { formatCreds } from "@kchat/auth";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { run } from "../../src/cli/run.js";
import { type ReloadableWorld, startReloadable } from "../reloadable.js";

let world: ReloadableWorld;
let directory: string;
beforeEach(async () => {
  world = await startReloadable();
  directory = await mkdtemp(join(tmpdir(), "kchat-provisioner-"));
  const { jwt, keyPair } = world.service;
  await writeFile(join(directory, "acc.jwt"), world.accountJwt);
  await writeFile(join(directory, "sk.nk"), world.signer.getSeed(), { mode: 0o600 });
  await writeFile(join(directory, "x.creds"), formatCreds(jwt, keyPair), { mode: 0o600 });
}, 30_000);
afterEach(async () => {
  await world[Symbol.asyncDispose]();
  await rm(directory, { recursive: true, force: true });
});

/** Starts the command, and waits until it serves. */
async function start(...more: string[]) {
  const written = { stdout: "", stderr: "" };
  const stop = new AbortController();
  const files = ["--acc", "acc.jwt", "--sk", "sk.nk", "--creds", "x.creds"];
  const paths = files.map((text) => (text.startsWith("--") ? text : join(directory, text)));
  const exitCode = run(
    [...paths, "--server", world.server.url, ...more],
    {
      stdout: { write: (text) => (written.stdout += text) },
      stderr: { write: (text) => (written.stderr += text) },
    },
    { signal: stop.signal },
  );
  await expect.poll(() => written.stdout, { timeout: 15_000 }).toMatch(/serving|"ready"/);
  return { written, stop: () => stop.abort(), exitCode };
}

const typesOf = (stdout: string): unknown[] =>
  stdout
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line).type);

describe("kchat-provisioner that loses its server", () => {
  it("exits with 1 and one sentence when it may no longer subscribe", async () => {
    const command = await start();
    await world.allow("reload", ["something.else"]);
    expect(await command.exitCode).toBe(1);
    expect(command.written.stderr).toMatch(
      /^error: the server no longer lets these creds subscribe to chat\.req\.access .*; give the permission back and start again\n$/,
    );
  }, 30_000);

  it("writes that into its log of JSON too", async () => {
    const command = await start("--json");
    await world.allow("restart", ["something.else"]);
    expect(await command.exitCode).toBe(1);
    expect(typesOf(command.written.stdout)).toEqual([
      "ready",
      "disconnected",
      "reconnected",
      "ended",
      "stopped",
    ]);
    expect(command.written.stdout).toMatch(
      /"code":"ERR_CONNECTION".*"cause":".*permissions.violation/i,
    );
  }, 30_000);

  it("tells of a break in text", async () => {
    const command = await start();
    await world.allow("restart", ["chat.req.access"]);
    await expect.poll(() => command.written.stdout, { timeout: 15_000 }).toContain("reconnected");
    command.stop();
    expect(await command.exitCode).toBe(0);
    expect(command.written.stdout).toMatch(
      /\n\S+Z disconnected from \S+:\d+\n\S+Z reconnected to \S+:\d+\nstopped \(clean\)/,
    );
  }, 30_000);

  it("tells of a break, goes on, and exits with 0 when it is stopped", async () => {
    const command = await start("--json");
    await world.allow("restart", ["chat.req.access"]);
    await expect.poll(() => command.written.stdout, { timeout: 15_000 }).toContain("reconnected");
    command.stop();
    expect(await command.exitCode).toBe(0);
    expect(typesOf(command.written.stdout)).toEqual([
      "ready",
      "disconnected",
      "reconnected",
      "stopped",
    ]);
    expect(command.written.stderr).toBe("");
  }, 30_000);
});
