import { execFile } from "node:child_process";
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { type Found, findNamed, findOnPath, isExecutable } from "./found.js";

const execute = promisify(execFile);
const INSTALL_TIMEOUT_MS = 10 * 60_000;

/** A program of the Go ecosystem at a fixed version. */
export interface GoProgram {
  /** Its file name. */
  readonly name: string;
  /** What `go install` takes, without the version. */
  readonly package: string;
  readonly version: string;
  /** Names a binary that is used instead. */
  readonly variable: string;
}

/** The administration tool of the NATS project. */
export const nsc: GoProgram = {
  name: "nsc",
  package: "github.com/nats-io/nsc/v2",
  version: "v2.14.0",
  variable: "NSC_BIN",
};

/** The client of the NATS project for the command line. */
export const natsCli: GoProgram = {
  name: "nats",
  package: "github.com/nats-io/natscli/nats",
  version: "v0.4.0",
  variable: "NATS_CLI_BIN",
};

/** Finds a program: the one its variable names, else the one installed here before, else by `go install`. */
export function findGoProgram(program: GoProgram): Promise<Found> {
  const known = finding.get(program.name) ?? find(program);
  finding.set(program.name, known);
  return known;
}

const finding = new Map<string, Promise<Found>>();

async function find(program: GoProgram): Promise<Found> {
  const named = await findNamed(program.variable);
  if (named !== undefined) return named;
  const directory = fileURLToPath(
    new URL(`../../.bin/${program.name}-${program.version}`, import.meta.url),
  );
  const path = join(directory, program.name);
  if (await isExecutable(path)) return { path };
  return install(program, directory, path);
}

async function install(program: GoProgram, directory: string, path: string): Promise<Found> {
  const target = `${program.package}@${program.version}`;
  const how = `go install ${target}, or set ${program.variable}`;
  if ((await findOnPath("go")) === undefined)
    return { skipped: `Go is not installed; install it, then: ${how}` };
  await mkdir(directory, { recursive: true });
  try {
    await execute("go", ["install", target], {
      env: { ...process.env, GOBIN: directory },
      timeout: INSTALL_TIMEOUT_MS,
    });
  } catch (error) {
    const { stderr = "" } = error as { stderr?: string };
    const reason = stderr
      .trim()
      .split("\n")
      .find((line) => /^go: .*: /.test(line));
    return { skipped: `${program.name} can't be installed (${reason ?? error}); try: ${how}` };
  }
  return { path };
}
