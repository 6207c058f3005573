import { Command, CommanderError } from "commander";
import manifest from "../../package.json" with { type: "json" };
import { K8sConfigError, TopologyError } from "../errors.js";
import { formatProblem } from "../topology/problem.js";
import { renderCommand } from "./render.js";
import { validateCommand } from "./validate.js";

/** Where a command writes. */
export interface Streams {
  readonly stdout: { write(text: string): unknown };
  readonly stderr: { write(text: string): unknown };
}

/** 0: done; 1: the topology is wrong or a file cannot be read or written; 2: the command line is wrong. */
export type ExitCode = 0 | 1 | 2;

const examples = `
Examples:
  $ kchat-k8s validate topology.yaml
  $ kchat-k8s render topology.yaml --to helm-values --out ams.values.yaml
  $ kchat-k8s render topology.yaml --to mermaid

Exit codes: 0 done, 1 topology not valid or a file not readable or writable, 2 wrong usage.`;

/** Runs `kchat-k8s` with these arguments. */
export async function run(args: readonly string[], streams: Streams): Promise<ExitCode> {
  const program = new Command("kchat-k8s")
    .version(manifest.version)
    .description("Checks one description of a NATS topology, and renders it.")
    .addHelpText("after", examples)
    .exitOverride()
    .configureOutput({
      writeOut: (text) => streams.stdout.write(text),
      writeErr: (text) => streams.stderr.write(text),
    })
    .addCommand(validateCommand(streams))
    .addCommand(renderCommand(streams));
  for (const command of program.commands) command.copyInheritedSettings(program);
  try {
    await program.parseAsync(args, { from: "user" });
    return 0;
  } catch (error) {
    return report(error, args.includes("--json"), streams);
  }
}

function report(error: unknown, json: boolean, { stdout, stderr }: Streams): ExitCode {
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
  if (error instanceof TopologyError) {
    if (json) stdout.write(`${JSON.stringify({ valid: false, problems: error.problems })}\n`);
    else for (const problem of error.problems) stderr.write(`error: ${formatProblem(problem)}\n`);
    return 1;
  }
  if (K8sConfigError.isInstance(error)) {
    const { code, message } = error;
    if (json) stdout.write(`${JSON.stringify({ error: { code, message } })}\n`);
    else stderr.write(`error: ${message}\n`);
    return 1;
  }
  throw error;
}
