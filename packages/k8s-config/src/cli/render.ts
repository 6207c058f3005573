import { writeFileSync } from "node:fs";
import { Command, InvalidArgumentError, Option } from "commander";
import { renderHelmValues } from "../helm/values.js";
import { writeYaml } from "../helm/yaml.js";
import { renderNatsConf } from "../nats-conf/render.js";
import { formatProblem } from "../topology/problem.js";
import type { Topology } from "../topology/topology.js";
import { loadTopology } from "./load.js";
import type { Streams } from "./run.js";

interface RenderFlags {
  readonly to: "nats-conf" | "helm-values";
  readonly region?: string;
  readonly server: number;
  readonly release: string;
  readonly out?: string;
  readonly json?: true;
}

const examples = `
Examples:
  $ kchat-k8s render topology.yaml --to helm-values --out ams.values.yaml
  $ helm upgrade --install nats nats/nats --version 2.14.2 -f ams.values.yaml
  $ kchat-k8s render topology.yaml --to nats-conf --server 1

Exit codes: 0 rendered, 1 topology not valid or file not readable or writable, 2 wrong usage.`;

export function renderCommand({ stdout, stderr }: Streams): Command {
  return new Command("render")
    .description("renders a topology file to nats.conf or to values of the official Helm chart")
    .argument("<file>", "topology in YAML")
    .addOption(
      new Option("--to <format>", "what to render")
        .choices(["nats-conf", "helm-values"])
        .makeOptionMandatory(),
    )
    .option("--region <name>", "region to render (default: the only one)")
    .option("--server <ordinal>", "server of the region, for nats-conf", parseOrdinal, 0)
    .option("--release <name>", "name of the Helm release, for nats-conf", "nats")
    .option("--out <path>", "write to a file instead of standard output")
    .option("--json", "helm-values as JSON; nats-conf and problems inside JSON")
    .addHelpText("after", examples)
    .action((file: string, flags: RenderFlags) => {
      const topology = loadTopology(file);
      for (const warning of topology.warnings) {
        stderr.write(`warning: ${formatProblem(warning)}\n`);
      }
      const text = renderText(topology, flags);
      if (flags.out === undefined) stdout.write(text);
      else writeFileSync(flags.out, text);
    });
}

function renderText(topology: Topology, flags: RenderFlags): string {
  const { to, region, server, release, json } = flags;
  if (to === "helm-values") {
    const values = renderHelmValues(topology, region);
    return json ? `${JSON.stringify(values, null, 2)}\n` : writeYaml(values);
  }
  const conf = renderNatsConf(topology, { region, server, release });
  return json ? `${JSON.stringify({ "nats.conf": conf })}\n` : conf;
}

function parseOrdinal(text: string): number {
  if (!/^\d{1,3}$/.test(text)) throw new InvalidArgumentError("expected 0, 1 or 2.");
  return Number(text);
}
