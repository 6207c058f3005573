import { execFileSync } from "node:child_process";
import { chmod, mkdtemp, readdir, readFile, rm, stat, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createAccount } from "@kchat/auth";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { parse } from "yaml";
import { run } from "../../src/cli/run.js";
import {
  defineTopology,
  renderHelmValues,
  renderMermaid,
  renderNatsConf,
} from "../../src/index.js";
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
    expect(stderr).toMatch(/^error: .*none\.yaml can't be read: there is no such file/);
  });

  it("gives what isn't a problem of the topology as JSON too", async () => {
    const { exitCode, stdout } = await kchatK8s("validate", directory, "--json");
    expect(exitCode).toBe(1);
    expect(JSON.parse(stdout)).toEqual({
      error: {
        code: "ERR_FILE",
        message: `${directory} can't be read: it is a directory; name a file`,
      },
    });
  });

  it.skipIf(process.platform === "win32")(
    "reads no pipe, device or directory that a topology names (Windows has no such files)",
    async () => {
      const hostile = join(directory, "hostile.yaml");
      execFileSync("mkfifo", [join(directory, "pipe")]);
      for (const path of ["pipe", "/dev/zero", "."]) {
        await writeFile(hostile, `name: a\ntrust: { operator: { file: ${path} }, accounts: [] }\n`);
        const { exitCode, stderr } = await kchatK8s("validate", hostile);
        expect({ exitCode, stderr }).toEqual({
          exitCode: 1,
          stderr: expect.stringMatching(
            /hostile\.yaml:2:20: trust\.operator: .* is not an ordinary file/,
          ),
        });
      }
      expect((await kchatK8s("validate", "/dev/zero")).stderr).toContain("more than 4194304 bytes");
    },
  );

  it("doesn't repeat what a file holds that is no JWT, since it may be a seed", async () => {
    const seed = new TextDecoder().decode(createAccount().getSeed());
    await writeFile(join(directory, "seed.nk"), seed);
    const careless = join(directory, "careless.yaml");
    await writeFile(careless, "name: a\ntrust: { operator: { file: seed.nk }, accounts: [] }\n");
    const { stdout, stderr } = await kchatK8s("validate", careless);
    expect(stderr).toContain("not a valid operator JWT");
    expect(stdout + stderr).not.toContain(seed.slice(2, 20));
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

  it("replaces the file whole, with its mode and behind its link, or leaves it as it was", async () => {
    const out = join(directory, "kept.yaml");
    await writeFile(out, "as it was");
    expect(
      (await kchatK8s("render", file, "--to", "helm-values", "--region", "x", "--out", out))
        .exitCode,
    ).toBe(1);
    expect(await readFile(out, "utf8")).toBe("as it was");
    const link = join(directory, "link.yaml");
    await symlink(out, link);
    await chmod(out, 0o600);
    await kchatK8s("render", file, "--to", "helm-values", "--out", link);
    expect(await readFile(out, "utf8")).toContain("serverNamePrefix");
    expect((await stat(out)).mode & 0o777).toBe(0o600);
    const nowhere = join(directory, "nowhere", "x.yaml");
    expect((await kchatK8s("render", file, "--to", "helm-values", "--out", nowhere)).stderr).toBe(
      `error: ${nowhere} can't be written: there is no such file or directory\n`,
    );
    expect((await readdir(directory)).filter((name) => name.endsWith(".new"))).toEqual([]);
  });

  it("checks a file without writing it", async () => {
    const out = join(directory, "checked.yaml");
    const check = ["render", file, "--to", "helm-values", "--out", out, "--check"];
    expect((await kchatK8s(...check)).stderr).toContain("can't be read");
    await kchatK8s(...check.slice(0, -1));
    expect(await kchatK8s(...check)).toEqual({ exitCode: 0, stdout: "", stderr: "" });
    await writeFile(out, "by hand");
    expect(await kchatK8s(...check)).toMatchObject({
      exitCode: 1,
      stderr: `error: ${out} is out of date; render it again\n`,
    });
    expect(await readFile(out, "utf8")).toBe("by hand");
  });

  it("draws a picture", async () => {
    const { stdout } = await kchatK8s("render", file, "--to", "mermaid");
    expect(stdout).toBe(renderMermaid(defineTopology(input())));
  });

  it("refuses a release that Helm would refuse", async () => {
    const args = ["render", file, "--to", "nats-conf", "--release", 'a"\nx'];
    expect(await kchatK8s(...args)).toMatchObject({
      exitCode: 1,
      stdout: "",
      stderr: expect.stringContaining("is no name of a Helm release"),
    });
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
    [["render", "x.yaml", "--to", "nats-conf", "--check"]],
    [["destroy"]],
    [["validate", "x.yaml", "--unknown"]],
    [[]],
  ])("exits with 2 for wrong usage: %j", async (args) => {
    const { exitCode, stderr } = await kchatK8s(...args);
    expect(exitCode).toBe(2);
    expect(stderr).not.toBe("");
  });

  it.each([[], ["validate"], ["render"]])(
    "shows examples and exit codes in its help: %s",
    async (...command) => {
      const { exitCode, stdout } = await kchatK8s(...command, "--help");
      expect(exitCode).toBe(0);
      expect(stdout).toMatch(/^Examples:\n {2}\$ kchat-k8s /m);
      expect(stdout).toMatch(/^Exit codes: 0 /m);
    },
  );
});
