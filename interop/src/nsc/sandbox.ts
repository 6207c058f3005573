import { execFile } from "node:child_process";
import { mkdir, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { promisify } from "node:util";
import type { StorePaths } from "@kchat/auth/nsc";
import { findGoProgram, natsCli, nsc } from "../programs/go-program.js";
import type { Proof } from "../proof.js";

const execute = promisify(execFile);

/** A program in an environment of this proof alone. */
export type Run = (...args: readonly string[]) => Promise<string>;

/** What a proof works with; nothing of the person's own home is seen or touched. */
export interface Sandbox {
  /** A directory that is removed afterwards. */
  readonly home: string;
  /** The directory of configurations, as `XDG_CONFIG_HOME` names it. */
  readonly config: string;
  /** Runs `nsc` on a store; on its own default directories without one. */
  nsc(paths?: StorePaths): Run;
  /** Runs the `nats` CLI; on contexts that name users of a store, it asks `nsc` about that one. */
  nats(paths?: StorePaths): Run;
}

/** A proof that needs the programs; skipped with the reason where one can't be had. */
export function proof(name: string, prove: (sandbox: Sandbox) => Promise<void>): Proof {
  return {
    name,
    run: async () => {
      const programs = [await findGoProgram(nsc), await findGoProgram(natsCli)];
      const paths: string[] = [];
      for (const program of programs) {
        if ("skipped" in program) return program;
        paths.push(program.path);
      }
      const [nscPath = "", natsPath = ""] = paths;
      const home = await mkdtemp(join(tmpdir(), "kchat-interop-"));
      try {
        await prove(await open(home, nscPath, natsPath));
      } finally {
        await rm(home, { recursive: true, force: true });
      }
      return undefined;
    },
  };
}

async function open(home: string, nscPath: string, natsPath: string): Promise<Sandbox> {
  const config = join(home, "config");
  await mkdir(config);
  // The CLI looks `nsc` up on PATH when a context names a user as nsc://….
  const PATH = [dirname(nscPath), process.env.PATH].join(delimiter);
  const env = { PATH, HOME: home, XDG_CONFIG_HOME: config, XDG_DATA_HOME: join(home, "data") };
  const run =
    (program: string, own: Record<string, string> = {}): Run =>
    async (...args) => {
      try {
        const output = await execute(program, args, { env: { ...env, ...own }, cwd: home });
        // Both programs print what is not data to standard error.
        return output.stdout || output.stderr;
      } catch (error) {
        const { stdout = "", stderr = "" } = error as { stdout?: string; stderr?: string };
        throw new Error(`${program} ${args.join(" ")}\n${stdout}${stderr}`, { cause: error });
      }
    };
  const ofStore = (paths: StorePaths) => ({ NSC_HOME: paths.config, NKEYS_PATH: paths.keystore });
  return {
    home,
    config,
    nsc: (paths) => run(nscPath, paths && ofStore(paths)),
    nats: (paths) => run(natsPath, paths && ofStore(paths)),
  };
}
