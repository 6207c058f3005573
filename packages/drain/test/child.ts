import { type ChildProcess, spawn } from "node:child_process";
import { fileURLToPath } from "node:url";
import { afterEach } from "vitest";
import { until } from "./settings.js";

/** A program of the tests, in a process of its own, since signals and exit codes are a process's. */
export interface Child {
  readonly process: ChildProcess;
  readonly exited: Promise<{ code: number | null; signal: NodeJS.Signals | null }>;
  /** All that it has written so far. */
  output(): string;
  /** How often it has written `text`. */
  said(text: string): number;
}

/** Node, the TypeScript loader and a framework, on a machine that has more to do. */
const START_MS = 30_000;

/** Starts programs that write "ready"; what a test leaves behind is killed. */
export function childrenOfTests(): (
  script: URL,
  env: Readonly<Record<string, string>>,
) => Promise<Child> {
  const children: ChildProcess[] = [];
  afterEach(() => {
    for (const child of children.splice(0)) child.kill("SIGKILL");
  });
  return async (script, env) => {
    const args = ["--conditions=@kchat/source", "--import", "tsx", fileURLToPath(script)];
    const child = spawn(process.execPath, args, { env: { ...process.env, ...env } });
    children.push(child);
    let output = "";
    for (const stream of [child.stdout, child.stderr]) {
      stream.on("data", (data: Buffer) => {
        output += data.toString();
      });
    }
    const exited = new Promise<{ code: number | null; signal: NodeJS.Signals | null }>(
      (resolve) => {
        child.once("exit", (code, signal) => resolve({ code, signal }));
      },
    );
    await until(
      "the program to be ready, which it is not",
      () => output.includes("ready") || child.exitCode !== null,
      START_MS,
    );
    if (child.exitCode !== null) throw new Error(`the program ended at once: ${output}`);
    const said = (text: string): number => output.split(text).length - 1;
    return { process: child, exited, output: () => output, said };
  };
}
