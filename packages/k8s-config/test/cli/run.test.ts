import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { parse } from "yaml";
import { run } from "../../src/cli/run.js";
import { defineTopology, renderHelmValues, renderNatsConf } from "../../src/index.js";
import { appJwt, input, operatorJwt, sysJwt } from "../fixture.js";

let directory: string;
let file: string;
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), "kchat-k8s-"));
  file = join(directory, "topology.yaml");
  await writeFile(join(directory, "KO.jwt"), operatorJwt);
  await writeFile(
    file,
    `
name: kubecon
trust:
  operator: { file: KO.jwt }
  accounts: [${sysJwt}, ${appJwt}]
regions: [{ name: local, servers: 1 }]
`,
  );
});
afterAll(() => rm(directory, { recursive: true, force: true }));

async function kchatK8s(...args: string[]) {
  const written = { stdout: "", stderr: "" };
  const into = (name: keyof typeof written) => ({
    write(text: string) {
      written[name] += text;
    },
  });
  const exitCode = await run(args, { stdout: into("stdout"), stderr: into("stderr") });
  return { exitCode, ...written };
}

describe("kchat-k8s validate", () => {
  it("says that a valid file is valid, and what it runs", async () => {
    expect(await kchatK8s("validate", file)).toEqual({
      exitCode: 0,
      stdout: `${file}: valid; kubecon runs local-nats-0\n`,
      stderr: "",
    });
  });

  it("lists every problem with file and line, and exits with 1", async () => {
    const broken = join(directory, "broken.yaml");
    await writeFile(broken, "name: Kube Con\nregions: []\n");
    const { exitCode, stdout, stderr } = await kchatK8s("validate", broken);
    expect({ exitCode, stdout }).toEqual({ exitCode: 1, stdout: "" });
    expect(stderr).toContain(`error: ${broken}:1:7: name: "Kube Con" is not`);
    expect(stderr).toContain(`error: ${broken}:2:10: regions: 0 regions`);
    expect(stderr).not.toContain("    at ");
  });

  it("gives problems as JSON on standard output", async () => {
    const broken = join(directory, "broken.yaml");
    await writeFile(broken, "name: Kube Con\n");
    const { exitCode, stdout } = await kchatK8s("validate", broken, "--json");
    expect(exitCode).toBe(1);
    expect(JSON.parse(stdout)).toMatchObject({
      valid: false,
      problems: expect.arrayContaining([
        expect.objectContaining({ rule: "invalid-name", line: 1, column: 7 }),
      ]),
    });
  });

  it("names a file that does not exist", async () => {
    const { exitCode, stderr } = await kchatK8s("validate", join(directory, "none.yaml"));
    expect(exitCode).toBe(1);
    expect(stderr).toMatch(/^error: ENOENT.*none\.yaml/);
  });
});

describe("kchat-k8s render", () => {
  it("renders nats.conf", async () => {
    const { exitCode, stdout } = await kchatK8s("render", file, "--to", "nats-conf");
    expect(exitCode).toBe(0);
    expect(stdout).toBe(renderNatsConf(defineTopology(input())));
  });

  it("renders Helm values as YAML and as JSON", async () => {
    const expected = renderHelmValues(defineTopology(input()));
    const yaml = await kchatK8s("render", file, "--to", "helm-values");
    expect(parse(yaml.stdout)).toEqual(expected);
    const json = await kchatK8s("render", file, "--to", "helm-values", "--json");
    expect(JSON.parse(json.stdout)).toEqual(expected);
  });

  it("writes to a file when asked", async () => {
    const out = join(directory, "values.yaml");
    const { exitCode, stdout } = await kchatK8s(
      "render",
      file,
      "--to",
      "helm-values",
      "--out",
      out,
    );
    expect({ exitCode, stdout }).toEqual({ exitCode: 0, stdout: "" });
    expect(parse(await readFile(out, "utf8"))).toHaveProperty("config.serverNamePrefix", "local-");
  });

  it("exits with 1 for a region that the topology does not have", async () => {
    const { exitCode, stderr } = await kchatK8s(
      "render",
      file,
      "--to",
      "nats-conf",
      "--region",
      "x",
    );
    expect({ exitCode, stderr }).toEqual({
      exitCode: 1,
      stderr: 'error: topology kubecon has no region "x"; it has local\n',
    });
  });

  it.each([
    [["render"]],
    [["render", "x.yaml"]],
    [["render", "x.yaml", "--to", "toml"]],
    [["render", "x.yaml", "--to", "nats-conf", "--server", "-1"]],
    [["destroy"]],
    [["validate", "x.yaml", "--unknown"]],
    [[]],
  ])("exits with 2 for wrong usage: %j", async (args) => {
    const { exitCode, stderr } = await kchatK8s(...args);
    expect(exitCode).toBe(2);
    expect(stderr).not.toBe("");
  });

  it("shows examples in its help", async () => {
    const { exitCode, stdout } = await kchatK8s("render", "--help");
    expect(exitCode).toBe(0);
    expect(stdout).toContain("$ helm upgrade --install nats nats/nats");
  });
});
