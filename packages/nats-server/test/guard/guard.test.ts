import { execFile, spawn } from "node:child_process";
import { existsSync, readdirSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { startServer } from "@kchat/nats-server";
import { describe, expect, it } from "vitest";

const script = fileURLToPath(new URL("abandon-servers.ts", import.meta.url));
const tsx = createRequire(import.meta.url).resolve("tsx");

describe("a parent that ends without stopping its servers", () => {
  it.each(["SIGKILL", "SIGTERM", "exit"])("leaves nothing behind after %s", async (end) => {
    const parent = spawn(
      process.execPath,
      ["--import", tsx, "--conditions=@kchat/source", script, end],
      { stdio: ["ignore", "pipe", "inherit"] },
    );
    const line = await new Promise<string>((resolve) =>
      parent.stdout.once("data", (chunk) => resolve(String(chunk))),
    );
    const servers = JSON.parse(line) as { pid: number; workDir: string }[];
    expect(servers).toHaveLength(3);
    if (end !== "exit") parent.kill(end as NodeJS.Signals);
    const deadline = Date.now() + 15_000;
    const remains = () =>
      servers.filter(({ pid, workDir }) => isAlive(pid) || existsSync(dirname(workDir)));
    while (remains().length > 0 && Date.now() < deadline) await sleep(20);
    expect(remains()).toEqual([]);
  });
});

describe("a machine without room for temporary files", () => {
  it("gets one sentence, and no server that nobody watches", async () => {
    const directory = await mkdtemp(join(tmpdir(), "kchat-test-"));
    try {
      const { stdout } = await promisify(execFile)(process.execPath, [
        "--import",
        tsx,
        "--conditions=@kchat/source",
        fileURLToPath(new URL("start-without-tmp.ts", import.meta.url)),
        directory,
      ]);
      expect(stdout).toBe(
        "ERR_WORK_DIR no temporary directory can be made in /dev/null; let TMPDIR name a directory that can be written\n",
      );
      expect(readdirSync(directory)).toEqual([]);
    } finally {
      await rm(directory, { recursive: true });
    }
  });
});

describe("twenty starts", () => {
  it("leak no process, no directory and no file descriptor", async () => {
    const first = await startServer();
    const parent = dirname(first.workDir);
    await first.stop();
    const before = openFiles();
    const pids: number[] = [];
    for (let i = 0; i < 20; i += 1) {
      const server = await startServer();
      pids.push(server.pid);
      await server.stop();
    }
    expect(pids.filter(isAlive)).toEqual([]);
    expect(readdirSync(parent)).toEqual([]);
    // Handles of other tests' clean-up may come and go; twenty leaked servers would hold forty.
    expect(openFiles()).toBeLessThan(before + 10);
  });
});

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

function openFiles(): number {
  return readdirSync("/dev/fd").length;
}
