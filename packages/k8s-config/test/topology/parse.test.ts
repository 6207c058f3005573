import { describe, expect, it } from "vitest";
import { stringify } from "yaml";
import { defineTopology, formatProblem, parseTopology, TopologyError } from "../../src/index.js";
import { appJwt, input, operatorJwt, sysJwt } from "../fixture.js";

const file = "topology.yaml";

function refusal(text: string, readFile?: (path: string) => string): string[] {
  try {
    parseTopology(text, { file, readFile });
  } catch (error) {
    if (error instanceof TopologyError) return error.problems.map(formatProblem);
    throw error;
  }
  throw new Error("the topology is valid");
}

describe("parseTopology", () => {
  it("gives what defineTopology gives for the same description", () => {
    const description = input({ jetstream: { maxFile: "1Gi" }, listeners: { websocket: {} } });
    expect(parseTopology(stringify(description), { file })).toEqual(defineTopology(description));
  });

  it("names file, line and column of each problem", () => {
    const text = [
      "name: kubecon",
      "trust:",
      `  operator: ${operatorJwt}`,
      `  accounts: [${sysJwt}]`,
      "regions:",
      "  - name: ams",
      "    servers: 9",
      "    zone: b",
    ].join("\n");
    expect(refusal(text)).toEqual([
      "topology.yaml:8:11: regions[0].zone: unknown key; known are name, servers",
      "topology.yaml:7:14: regions[0].servers: 9 is not between 1 and 3",
    ]);
  });

  it("points at the surroundings of what is missing", () => {
    const text = `name: kubecon\ntrust:\n  operator: ${operatorJwt}\nregions: [{ name: a, servers: 1 }]\n`;
    expect(refusal(text)).toContain(
      "topology.yaml:3:3: trust.accounts: missing; expected the JWTs of all accounts",
    );
  });

  it("reads JWTs from files that the topology names", () => {
    const files: Record<string, string> = { "./KO.jwt": `${operatorJwt}\n`, "./APP.jwt": appJwt };
    const text = `
name: kubecon
trust:
  operator: { file: ./KO.jwt }
  accounts: [${sysJwt}, { file: ./APP.jwt }]
regions: [{ name: local, servers: 1 }]
`;
    const readFile = (path: string) => files[path] ?? "";
    expect(parseTopology(text, { readFile })).toEqual(defineTopology(input()));
  });

  it("tells which file could not be read, and where it is named", () => {
    const text = "name: kubecon\ntrust:\n  operator: { file: ./KO.jwt }\n";
    const readFile = () => {
      throw new Error("ENOENT: no such file");
    };
    expect(refusal(text, readFile)).toEqual([
      "topology.yaml:3:13: trust.operator: ENOENT: no such file",
    ]);
    expect(refusal(text)[0]).toContain("write the JWT itself");
  });

  it("reports broken YAML with its place", () => {
    expect(refusal("name: kubecon\n\ttrust: 1\n")[0]).toMatch(/^topology\.yaml:\d+:\d+: /);
  });

  it("refuses the same key twice, of which one would be lost", () => {
    expect(refusal("name: a\nname: b\n")[0]).toMatch(/^topology\.yaml:2:1: .*unique/);
  });

  it("refuses aliases that multiply, in bounded time", () => {
    const levels = Array.from({ length: 30 }, (_, i) => `l${i + 1}: &l${i + 1} [*l${i}, *l${i}]`);
    const text = `l0: &l0 [x]\n${levels.join("\n")}\nname: *l30\n`;
    expect(refusal(text)[0]).toMatch(/alias/);
  });

  it("reports the first hundred of very many problems, in bounded time", () => {
    const keys = Array.from({ length: 10_000 }, (_, i) => `k${i}: 1`);
    expect(refusal(keys.join("\n"))).toHaveLength(100);
    expect(refusal([...keys, ...keys].join("\n"))).toHaveLength(100);
  });

  it("says what is wrong in a line that can be read, whatever the text holds", () => {
    expect(refusal(`a: !${"x".repeat(100_000)} 1`)[0]?.length).toBeLessThan(300);
    expect(refusal("a: !<\u001b]0;x\u0007\u009b> 1").join()).not.toMatch(/\p{Cc}/u);
    for (const text of ['name: "\\e[1m\\x9b1m\\x7f"', '"\\e\\x9b": 1'])
      expect(refusal(text).join()).not.toMatch(/\p{Cc}/u);
    const named = 'trust: { operator: { file: "\\x9b\\e" } }';
    const readFile = (path: string) => {
      throw new Error(`${path} is not there`);
    };
    expect(refusal(named, readFile).join()).not.toMatch(/\p{Cc}/u);
    expect(refusal("[".repeat(100_000))[0]).toMatch(/: lists and maps are nested too deep$/);
  });

  it("ignores no tag that it doesn't know", () => {
    expect(refusal("name: !vault kubecon\n")).toEqual([
      "topology.yaml:1:7: (root): Unresolved tag: !vault",
    ]);
  });

  it("refuses a file of unreasonable size before it parses it", () => {
    expect(refusal("a".repeat(2 ** 20 + 1))[0]).toMatch(/the most is 1048576/);
  });

  it.each(["", "null", "42", "- a", "__proto__: { name: x }\nconstructor: 1\n"])(
    "refuses %j without failing in any other way",
    (text) => {
      expect(refusal(text).length).toBeGreaterThan(0);
    },
  );
});
