import { Command } from "commander";
import { formatProblem } from "../topology/problem.js";
import { loadTopology } from "./load.js";
import type { Streams } from "./run.js";

const examples = `
Examples:
  $ kchat-k8s validate topology.yaml
  $ kchat-k8s validate topology.yaml --json | jq '.problems[].message'

Exit codes: 0 valid, 1 not valid or not readable, 2 wrong usage.`;

export function validateCommand({ stdout, stderr }: Streams): Command {
  return new Command("validate")
    .description("checks a topology file and lists every problem with its line")
    .argument("<file>", "topology in YAML")
    .option("--json", "print the result as JSON")
    .addHelpText("after", examples)
    .action((file: string, { json }: { json?: true }) => {
      const { name, regions, warnings } = loadTopology(file);
      if (json) {
        stdout.write(`${JSON.stringify({ valid: true, name, problems: warnings })}\n`);
        return;
      }
      for (const warning of warnings) stderr.write(`warning: ${formatProblem(warning)}\n`);
      const servers = regions.flatMap((region) => region.servers);
      stdout.write(`${file}: valid; ${name} runs ${servers.join(", ")}\n`);
    });
}
