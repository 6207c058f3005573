import { type ExitCode, run } from "../../src/cli/run.js";

/** What a run of the command left. */
export interface Outcome {
  readonly exitCode: ExitCode;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs `kchat-auth` in this process. */
export async function kchatAuth(...args: readonly string[]): Promise<Outcome> {
  let stdout = "";
  let stderr = "";
  const write = (add: (text: string) => void) => ({ write: add });
  const exitCode = await run(args, {
    stdout: write((text) => {
      stdout += text;
    }),
    stderr: write((text) => {
      stderr += text;
    }),
  });
  return { exitCode, stdout, stderr };
}
