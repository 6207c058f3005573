import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { beforeEach, describe, expect, it } from "vitest";
import { connect } from "../resolver/clients.js";
import { Workbench } from "./workbench.js";

let bench: Workbench;
beforeEach(async () => {
  bench = await Workbench.create();
  await bench.run("add account B");
});

const ACTIVATE = "add activation service deploy --account A --importer B";

describe("kchat-auth add export", { timeout: 60_000 }, () => {
  it("says of a service all that nsc can", async () => {
    await bench.run(
      'add export service deploy.* --account A --access 2 --responses Chunked --response-threshold 5s --latency lat.deploy --sampling headers --allow-trace --advertise --description "rolls out" --info-url https://x.example/y --name deploy',
    );
    expect((await bench.account()).nats.exports).toEqual([
      {
        name: "deploy",
        subject: "deploy.*",
        type: "service",
        response_type: "Chunked",
        response_threshold: 5_000_000_000,
        service_latency: { sampling: "headers", results: "lat.deploy" },
        account_token_position: 2,
        advertise: true,
        allow_trace: true,
        description: "rolls out",
        info_url: "https://x.example/y",
      },
    ]);
    expect(await bench.run("describe --account A")).toContain("own key at 2, responses Chunked");
  });

  it("leaves a revoked activation revoked when the export is written anew", async () => {
    await bench.run("add export service deploy --account A");
    const token = (await bench.run(ACTIVATE)).trim();
    await bench.run(`add import service deploy --account B --from A --token ${token}`);
    await bench.run("delete activation service deploy --account A --importer B");
    await bench.run("add export service deploy --account A --latency lat.deploy");
    expect(await bench.attempt("validate")).toMatchObject({
      exitCode: 1,
      stdout: expect.stringContaining("its activation was revoked"),
    });
  });
});

describe("kchat-auth add import", { timeout: 60_000 }, () => {
  it("takes the activation from a file as nsc writes it, and tells the exporter who asks", async () => {
    await bench.run("add export service deploy --account A");
    const token = (await bench.run(ACTIVATE)).trim();
    const file = join(bench.store, "b.activation");
    const dashes = "-".repeat(5);
    await writeFile(
      file,
      `${dashes}BEGIN NATS ACTIVATION JWT${dashes}\n${token}\n-${dashes}END NATS ACTIVATION JWT-${dashes}\n\n`,
    );
    await bench.run(`add import service deploy --account B --from A --token ${file} --share`);
    await bench.run("add user ops --account A");
    await bench.run("add user dev --account B");
    const { url } = await bench.serve();
    const ops = await connect({ url, creds: await bench.creds("ops") });
    ops.subscribe("deploy", {
      callback: (_, message) => void message.respond(message.headers?.get("Nats-Request-Info")),
    });
    await ops.flush();
    const dev = await connect({ url, creds: await bench.creds("dev", "B") });
    const answer = await dev.request("deploy", "", { timeout: 15_000 });
    expect(JSON.parse(answer.string())).toMatchObject({ acc: (await bench.account("B")).sub });
  });
});

describe("an activation of somebody else", { timeout: 60_000 }, () => {
  it("lets no other account import, and a file without one is named", async () => {
    await bench.run("add export service deploy --account A");
    await bench.run("add account EVE");
    const token = (await bench.run(ACTIVATE)).trim();
    const steal = `add import service deploy --account EVE --from A --token`;
    expect(await bench.attempt(`${steal} ${token}`)).toMatchObject({
      exitCode: 1,
      stderr: expect.stringContaining("doesn't match account it is being included in"),
    });
    const file = join(bench.store, "nsc.json");
    expect(await bench.attempt(`${steal} ${file}`)).toMatchObject({
      exitCode: 1,
      stderr: expect.stringContaining(`${file}: no token found`),
    });
  });
});

describe("kchat-auth delete activation", { timeout: 60_000 }, () => {
  it("revokes those of everyone until a moment, and not what is issued later", async () => {
    await bench.run("add export service deploy --account A");
    await bench.run("delete activation service deploy --account A --everyone --until 1h");
    const { exports: [shared] = [] } = (await bench.account()).nats;
    const hourAgo = Date.now() / 1000 - 3600;
    expect(Math.abs((shared?.revocations?.["*"] ?? 0) - hourAgo)).toBeLessThan(120);
    const token = (await bench.run(ACTIVATE)).trim();
    await bench.run(`add import service deploy --account B --from A --token ${token}`);
    await bench.run("validate");
  });
});
