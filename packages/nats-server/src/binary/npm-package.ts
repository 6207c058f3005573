import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { NatsServerError } from "../errors.js";
import { digests, packages } from "./known-builds.js";

/** The platform's npm package, if it is installed where this module or `from` can see it. */
export async function binaryFromNpm(
  platform: string,
  from: string,
): Promise<{ path: string; version: string; pinned: boolean } | undefined> {
  const name = packages[platform];
  if (name === undefined) return undefined;
  const directory = resolvePackage(name, [import.meta.url, join(from, "noop.js")]);
  if (directory === undefined) return undefined;
  const { version } = JSON.parse(await readFile(join(directory, "package.json"), "utf8")) as {
    version: string;
  };
  const path = join(
    directory,
    "bin",
    platform.startsWith("win32") ? "nats-server.exe" : "nats-server",
  );
  return { path, version, pinned: await matchesPinnedDigest(path, `${name}@${version}`) };
}

function resolvePackage(name: string, origins: readonly string[]): string | undefined {
  for (const origin of origins) {
    try {
      return dirname(createRequire(origin).resolve(name));
    } catch {
      // not installed for this origin
    }
  }
  return undefined;
}

/**
 * Whether the release has a pinned digest; a binary that doesn't match it is an error.
 *
 * @internal
 */
export async function matchesPinnedDigest(path: string, release: string): Promise<boolean> {
  const expected = digests[release];
  const content = await readFile(path).catch((cause: unknown) => {
    throw new NatsServerError(
      "ERR_BINARY_MISSING",
      `${release} is installed but its binary ${path} can't be read; run npm ci again`,
      { cause },
    );
  });
  if (expected === undefined) return false;
  const actual = createHash("sha256").update(content).digest("hex");
  if (actual !== expected) {
    throw new NatsServerError(
      "ERR_BINARY_MODIFIED",
      `${path} isn't the binary that ${release} was examined with: SHA-256 is ${actual}, expected ${expected}; ` +
        "remove node_modules and run npm ci, or name another server in NATS_SERVER_BIN",
    );
  }
  return true;
}
