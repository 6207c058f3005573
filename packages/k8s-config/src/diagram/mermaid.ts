import type { Region } from "../topology/regions.js";
import type { Topology } from "../topology/topology.js";

/**
 * Draws a topology as a Mermaid flowchart: who connects where, the servers with their routes, and whom they trust.
 *
 * GitHub and most editors show it in a Markdown block of the language `mermaid`.
 *
 * @see https://mermaid.js.org/syntax/flowchart.html
 * @example
 * ```ts
 * import { writeFileSync } from "node:fs";
 * import { renderMermaid } from "@kchat/k8s-config";
 *
 * writeFileSync("topology.mmd", renderMermaid(topology));
 * ```
 */
export function renderMermaid(topology: Topology): string {
  const { listeners, regions, trust } = topology;
  const lines = regions.flatMap((region, at) => {
    const id = `r${at}`;
    return [
      ...servers(topology, region, id),
      `  clients(["clients"]) -- ${label(`TCP ${listeners.client.port}`)} --> ${id}`,
      ...(listeners.websocket
        ? [
            `  browsers(["browsers"]) -- ${label(`WebSocket ${listeners.websocket.port}, behind TLS of yours`)} --> ${id}`,
          ]
        : []),
      `  ${id} -. trusts .-> operator`,
    ];
  });
  const accounts = trust.accounts.map(({ key, claims }, at) => {
    const kind = key === trust.systemAccount ? "system account" : "account";
    return `  operator --> a${at}[${label(`${kind} ${claims.name ?? key}`)}]`;
  });
  const operator = `  operator{{${label(`operator ${trust.operator.claims.name ?? ""}`)}}}`;
  return `${["flowchart LR", ...lines, operator, ...accounts].join("\n")}\n`;
}

function servers({ listeners, jetstream }: Topology, region: Region, id: string): string[] {
  const store = jetstream === undefined ? "" : `, JetStream ${jetstream.maxFile}`;
  const nodes = region.servers.map((name, at) => `    ${id}s${at}[${label(name + store)}]`);
  const routes = region.servers.flatMap((_, to) =>
    Array.from(
      { length: to },
      (_, from) =>
        `    ${id}s${from} <-- ${label(`routes ${listeners.cluster.port}`)} --> ${id}s${to}`,
    ),
  );
  return [`  subgraph ${id}[${label(`region ${region.name}`)}]`, ...nodes, ...routes, "  end"];
}

/** Names of accounts are anybody's text: what isn't a letter, digit or blank becomes an entity, which ends nothing. */
function label(text: string): string {
  const cut = text.length > 80 ? `${text.slice(0, 77)}...` : text;
  return `"${cut.replace(/[^\p{L}\p{N} .,_-]/gu, (char) => `#${char.codePointAt(0)};`)}"`;
}
