import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { formatCreds } from "@kchat/auth";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { requestCredentials } from "../../src/client/index.js";
import { connectAs, requester, service, startWorld, type World } from "../fixture.js";

let world: World;
let directory: string;
let child: ChildProcess | undefined;
beforeAll(async () => {
  world = await startWorld();
  directory = await mkdtemp(join(tmpdir(), "kchat-provisioner-"));
  const { jwt, keyPair } = service(world);
  await writeFile(join(directory, "acc.jwt"), world.accountJwt);
  await writeFile(join(directory, "sk.nk"), world.signer.getSeed(), { mode: 0o600 });
  await writeFile(join(directory, "x.creds"), formatCreds(jwt, keyPair), { mode: 0o600 });
});
afterAll(async () => {
  child?.kill("SIGKILL");
  await world[Symbol.asyncDispose]();
  await rm(directory, { recursive: true, force: true });
});

/** Starts the command as a shell or an orchestrator would, from its sources. */
async function start(): Promise<{ child: ChildProcess; output: () => string }> {
  const main = fileURLToPath(new URL("../../src/cli/main.ts", import.meta.url));
  const flags = [
    "--acc",
    "acc.jwt",
    "--sk",
    "sk.nk",
    "--creds",
    "x.creds",
    "--server",
    world.server.url,
  ];
  const node = ["--import", import.meta.resolve("tsx"), "--conditions=@kchat/source", main];
  const started = spawn(process.execPath, [...node, ...flags], { cwd: directory });
  child = started;
  let text = "";
  for (const stream of [started.stdout, started.stderr]) {
    stream.on("data", (chunk) => {
      text += String(chunk);
    });
  }
  await expect.poll(() => text, { timeout: 15_000 }).toContain("serving chat.req.access");
  return { child: started, output: () => text };
}

describe("the process of kchat-provisioner", () => {
  it.each(["SIGTERM", "SIGINT"] as const)(
    "answers what it took and exits with 0 on %s",
    async (signal) => {
      const { child, output } = await start();
      const connection = await connectAs(world, requester(world));
      const name = `via-${signal}`;
      await requestCredentials({ connection, name, trust: world.trust });
      await connection.close();
      const exited = once(child, "exit");
      child.kill(signal);
      expect(await exited).toEqual([0, null]);
      expect(output()).toMatch(/stopped \(clean\) after \d+ ms: 1 issued, 0 refused/);
    },
  );
});
