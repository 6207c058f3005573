import { Command, InvalidArgumentError, Option } from "commander";
import { renderMermaid } from "../diagram/mermaid.js";
import { K8sConfigError } from "../errors.js";
import { renderHelmValues } from "../helm/values.js";
import { writeYaml } from "../helm/yaml.js";
import { renderNatsConf } from "../nats-conf/render.js";
import { formatProblem } from "../topology/problem.js";
import type { Topology } from "../topology/topology.js";
import { readText, writeText } from "./files.js";
import { loadTopology } from "./load.js";
import type { Streams } from "./run.js";

interface RenderFlags {
  readonly to: "nats-conf" | "helm-values" | "mermaid";
  readonly region?: string;
  readonly server: number;
  readonly release: string;
  readonly out?: string;
  readonly check?: true;
  readonly json?: true;
}

const examples = `
Examples:
  $ kchat-k8s render topology.yaml --to helm-values --out ams.values.yaml
  $ helm upgrade --install nats nats/nats --version 2.14.2 -f ams.values.yaml
  $ kchat-k8s render topology.yaml --to helm-values --out ams.values.yaml --check
  $ kchat-k8s render topology.yaml --to nats-conf --server 1
  $ kchat-k8s render topology.yaml --to mermaid

Exit codes: 0 rendered, 1 topology not valid, or a file not readable, writable or up to date, 2 wrong usage.`;

export function renderCommand({ stdout, stderr }: Streams): Command {
  return new Command("render")
    .description(
      "renders a topology file to nats.conf, to values of the official Helm chart, or to a picture",
    )
    .argument("<file>", "topology in YAML")
    .addOption(
      new Option("--to <format>", "what to render")
        .choices(["nats-conf", "helm-values", "mermaid"])
        .makeOptionMandatory(),
    )
    .option("--region <name>", "region to render (default: the only one)")
    .option("--server <ordinal>", "server of the region, for nats-conf", parseOrdinal, 0)
    .option("--release <name>", "name of the Helm release, for nats-conf", "nats")
    .option("--out <path>", "write to a file instead of standard output")
    .option("--check", "write nothing; fail unless the file of --out is up to date")
    .option("--json", "JSON instead of text: the values, or the text as a member; problems too")
    .addHelpText("after", examples)
    .action((file: string, flags: RenderFlags, command: Command) => {
      if (flags.check && flags.out === undefined) {
        command.error("error: --check compares with a file: name it with --out", { exitCode: 2 });
      }
      const topology = loadTopology(file);
      for (const warning of topology.warnings) {
        stderr.write(`warning: ${formatProblem(warning)}\n`);
      }
      const text = renderText(topology, flags);
      if (flags.out === undefined) stdout.write(text);
      else if (!flags.check) writeText(flags.out, text);
      else if (readText(flags.out) !== text) {
        throw new K8sConfigError("ERR_FILE", `${flags.out} is out of date; render it again`);
      }
    });
}

function renderText(topology: Topology, flags: RenderFlags): string {
  const { to, region, server, release, json } = flags;
  if (to === "helm-values") {
    const values = renderHelmValues(topology, region);
    return json ? `${JSON.stringify(values, null, 2)}\n` : writeYaml(values);
  }
  const text =
    to === "mermaid"
      ? renderMermaid(topology)
      : renderNatsConf(topology, { region, server, release });
  return json
    ? `${JSON.stringify({ [to === "mermaid" ? "mermaid" : "nats.conf"]: text })}\n`
    : text;
}

function parseOrdinal(text: string): number {
  if (!/^\d{1,3}$/.test(text)) throw new InvalidArgumentError("expected 0, 1 or 2.");
  return Number(text);
}
