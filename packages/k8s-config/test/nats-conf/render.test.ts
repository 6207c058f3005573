import { execFile } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { findServerBinary } from "@kchat/nats-server";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { defineTopology, renderNatsConf, type TopologyInput } from "../../src/index.js";
import { appJwt, input, operatorJwt, sysJwt } from "../fixture.js";

const run = promisify(execFile);
let directory: string;
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), "kchat-conf-"));
});
afterAll(() => rm(directory, { recursive: true, force: true }));

const full: Partial<TopologyInput> = {
  regions: [{ name: "ams", servers: 3 }],
  listeners: { websocket: { allowedOrigins: ["https://chat.example.com"] } },
  jetstream: { maxFile: "10Gi", maxMemory: "512Mi" },
  limits: { maxPayload: "2Mi", maxConnections: 1000, lameDuckSeconds: 60 },
};

const settings = (text: string) => text.slice(0, text.indexOf("operator:"));

describe("renderNatsConf", () => {
  it("writes what the description says, with peers as the chart names them", () => {
    const text = renderNatsConf(defineTopology(input(full)), { server: 1 });
    expect(settings(text)).toMatchInlineSnapshot(`
      "server_name: "ams-nats-1"
      host: "0.0.0.0"
      port: 4222
      http: "0.0.0.0:8222"
      max_payload: 2Mi
      max_connections: 1000
      lame_duck_duration: "60s"
      lame_duck_grace_period: "10s"
      jetstream: {
        store_dir: "/data"
        max_file_store: 10Gi
        max_memory_store: 512Mi
      }
      cluster: {
        name: "ams"
        host: "0.0.0.0"
        port: 6222
        no_advertise: true
        routes: [
          "nats://nats-0.nats-headless:6222"
          "nats://nats-1.nats-headless:6222"
          "nats://nats-2.nats-headless:6222"
        ]
      }
      websocket: {
        host: "0.0.0.0"
        port: 8080
        no_tls: true
        allowed_origins: [
          "https://chat.example.com"
        ]
      }
      "
    `);
  });

  it("leaves out what a single server without streams or browsers does not need", () => {
    const text = renderNatsConf(defineTopology(input()));
    expect(settings(text)).toMatchInlineSnapshot(`
      "server_name: "local-nats-0"
      host: "0.0.0.0"
      port: 4222
      http: "0.0.0.0:8222"
      max_payload: 1Mi
      max_connections: 65536
      lame_duck_duration: "30s"
      lame_duck_grace_period: "10s"
      "
    `);
  });

  it("preloads every account, sorted by key, so that order in the description does not matter", () => {
    const text = renderNatsConf(defineTopology(input()));
    const trust = { operator: operatorJwt, accounts: [appJwt, sysJwt] };
    expect(renderNatsConf(defineTopology(input({ trust })))).toBe(text);
    expect(text).toContain("resolver: MEMORY\n");
    for (const jwt of [operatorJwt, sysJwt, appJwt]) expect(text).toContain(`"${jwt}"`);
  });

  it.each([
    ["everything", full],
    ["the least", {}],
  ])("gives a file that nats-server -t accepts: %s", async (name, changes) => {
    const { path } = await findServerBinary();
    const file = join(directory, `${name}.conf`);
    await writeFile(file, renderNatsConf(defineTopology(input(changes))));
    const { stderr } = await run(path, ["-t", "-c", file]);
    expect(stderr).toMatch(/is valid/);
  });

  it("refuses regions and servers that don't exist", () => {
    const topology = defineTopology(input());
    expect(() => renderNatsConf(topology, { region: "ams" })).toThrow(
      /no region "ams"; it has local/,
    );
    expect(() => renderNatsConf(topology, { server: 1 })).toThrow(
      /no server 1; its servers are 0 to 0/,
    );
    expect(() => renderNatsConf(topology, { server: -1 })).toThrow(/no server -1/);
  });
});
