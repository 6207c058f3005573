import { readFileSync } from "node:fs";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startServer } from "@kchat/nats-server";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { parse } from "yaml";
import {
  defineTopology,
  renderHelmValues,
  renderNatsConf,
  type TopologyInput,
} from "../../src/index.js";
import { input } from "../fixture.js";
import { chartNatsConf, type Values } from "./chart.js";

const vector = (name: string, file: string) =>
  readFileSync(new URL(`../vectors/chart/${name}/${file}`, import.meta.url), "utf8");

describe("the oracle for the chart", () => {
  it.each(["defaults", "jetstream-cluster", "memory-resolver-include", "websocket-ingress"])(
    "renders %s byte for byte as the chart does",
    (name) => {
      const values = (parse(vector(name, "values.yaml")) ?? {}) as Values;
      expect(chartNatsConf(values)).toBe(vector(name, "nats.conf"));
    },
  );
});

describe("renderHelmValues through the chart", () => {
  let directory: string;
  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), "kchat-chart-"));
  });
  afterAll(() => rm(directory, { recursive: true, force: true }));

  const cases: [string, Partial<TopologyInput>][] = [
    ["the least", {}],
    [
      "everything",
      {
        regions: [{ name: "ams", servers: 3 }],
        listeners: { websocket: { port: 8081, allowedOrigins: ["https://chat.example.com"] } },
        jetstream: { maxFile: "10Gi", maxMemory: "512Mi" },
        limits: { maxPayload: "2Mi", maxConnections: 1000, lameDuckSeconds: 60 },
      },
    ],
  ];

  /** Runs a configuration with its ports and paths moved to this machine, and asks the server what it understood. */
  async function understood(config: string): Promise<unknown> {
    const moved = config
      .replace(/("?port"?|"?http_port"?): \d+/g, "$1: -1")
      .replace(/http: "0\.0\.0\.0:\d+"/, "http_port: -1")
      .replace("/var/run/nats/nats.pid", join(directory, "nats.pid"))
      .replace("include resolver.conf", `include ./resolver.conf`)
      .replace(/"\/data"/, JSON.stringify(join(directory, "data")));
    const env = { SERVER_NAME: "ams-nats-0" };
    await using server = await startServer({ config: moved, workDir: directory, env });
    const response = await fetch(`${server.monitorUrl}/varz`);
    const varz = (await response.json()) as Record<string, unknown>;
    return {
      limits: [varz.max_payload, varz.max_connections],
      trust: [varz.trusted_operators_claim, varz.system_account],
      cluster: portless(varz.cluster),
      websocket: portless(varz.websocket),
      jetstream: limitsOf(varz.jetstream),
    };
  }

  it.each(cases)("configures a real server as renderNatsConf does: %s", async (_, changes) => {
    const topology = defineTopology(input(changes));
    const values = renderHelmValues(topology);
    const { data } = (values as { configMap: { merge: { data: Record<string, string> } } })
      .configMap.merge;
    await writeFile(join(directory, "resolver.conf"), data["resolver.conf"] ?? "");
    const throughChart = await understood(chartNatsConf(values as Values));
    const direct = await understood(renderNatsConf(topology));
    expect(throughChart).toEqual(direct);
  });
});

function portless(listener: unknown): object {
  const { port: _, cluster_port: __, urls, ...rest } = (listener ?? {}) as Record<string, unknown>;
  return { ...rest, urls };
}

function limitsOf(jetstream: unknown): unknown {
  const { config } = (jetstream ?? {}) as { config?: { max_memory: number; max_storage: number } };
  return config && { memory: config.max_memory, storage: config.max_storage };
}
