import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import {
  defineTopology,
  renderHelmValues,
  type TopologyInput,
  writeYaml,
} from "../../src/index.js";
import { input, operatorJwt } from "../fixture.js";

/** Keys of the chart's own values.yaml: the chart ignores every other key without a word. */
const chart = JSON.parse(
  readFileSync(new URL("../vectors/chart-2.14.2-keys.json", import.meta.url), "utf8"),
) as { keys: Tree };
type Tree = { [key: string]: Tree | "*" | null };

const full: Partial<TopologyInput> = {
  regions: [{ name: "ams", servers: 3 }],
  listeners: { websocket: { port: 8081, allowedOrigins: ["https://chat.example.com"] } },
  jetstream: { maxFile: "10Gi", maxMemory: "512Mi", storageClass: "fast-ssd" },
  limits: { lameDuckSeconds: 60 },
};

const render = (changes: Partial<TopologyInput>) =>
  renderHelmValues(defineTopology(input(changes)));

/** Paths that the chart does not know; a free map takes everything. */
function unknownKeys(values: object, known: Tree, path = ""): string[] {
  return Object.entries(values).flatMap(([key, value]) => {
    const here = `${path}.${key}`;
    if (!Object.hasOwn(known, key)) return [here];
    const inner = known[key];
    if (inner === "*" || inner === null || inner === undefined) return [];
    return unknownKeys(value as object, inner, here);
  });
}

describe("renderHelmValues", () => {
  it.each([
    ["everything", full],
    ["the least", {}],
  ])("writes no key that the chart would ignore: %s", (_, changes) => {
    expect(unknownKeys(render(changes), chart.keys)).toEqual([]);
  });

  it("would notice a key of the old chart", () => {
    expect(unknownKeys({ config: { cluster: { extraRoutes: [] } } }, chart.keys)).toEqual([
      ".config.cluster.extraRoutes",
    ]);
  });

  it("gives three servers a cluster, unique names, volumes and time to leave", () => {
    const values = render(full);
    expect(values).toMatchObject({
      config: {
        serverNamePrefix: "ams-",
        cluster: { enabled: true, replicas: 3, merge: { name: "ams" } },
        jetstream: {
          enabled: true,
          fileStore: { dir: "/data", pvc: { size: "10Gi", storageClassName: "fast-ssd" } },
          memoryStore: { enabled: true, maxSize: "512Mi" },
        },
        websocket: { enabled: true, port: 8081 },
        merge: { max_payload: "<< 1Mi >>", lame_duck_duration: "60s" },
      },
      podTemplate: { merge: { spec: { terminationGracePeriodSeconds: 90 } } },
    });
  });

  it("gives one server no cluster, with which its startup probe would never pass", () => {
    expect(render({})).toMatchObject({ config: { cluster: { enabled: false } } });
  });

  it("includes the resolver from the chart's own ConfigMap", () => {
    const values = render(full);
    expect(values).toMatchObject({ config: { merge: { "00$include": "resolver.conf" } } });
    const text = JSON.stringify(values.configMap);
    expect(text).toContain(operatorJwt);
    expect(text).toContain("resolver: MEMORY");
  });

  it("replaces no list of the chart", () => {
    // Lists under merge replace the chart's own: volumes, env, args would vanish.
    const lists = JSON.stringify(render(full).podTemplate).match(/\[/g);
    expect(lists).toBeNull();
  });
});

describe("writeYaml", () => {
  it("survives a round trip, also through a reader of YAML 1.1", () => {
    const values = { ...render(full), on: ["no", "1_000", "0b1", "\u2028", "2026-01-01", ""] };
    expect(parse(writeYaml(values))).toEqual(values);
    expect(parse(writeYaml(values), { version: "1.1" })).toEqual(values);
  });

  it("shows files as blocks and quotes all other text", () => {
    const text = writeYaml({ file: "a: 1\nb: 2\n", plain: "no" });
    expect(text).toBe('file: |\n  a: 1\n  b: 2\nplain: "no"\n');
  });

  it("writes equal text for equal topologies", () => {
    expect(writeYaml(render(full))).toBe(writeYaml(render(full)));
  });
});
