import { execFile } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { findServerBinary } from "@kchat/nats-server";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { stringify } from "yaml";
import {
  defineTopology,
  parseTopology,
  renderNatsConf,
  type Size,
  type TopologyInput,
} from "../../src/index.js";
import { input } from "../fixture.js";

const run = promisify(execFile);
let directory: string;
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), "kchat-any-"));
});
afterAll(() => rm(directory, { recursive: true, force: true }));

const label = fc.stringMatching(/^[a-z](?:[-a-z0-9]{0,30}[a-z0-9])?$/);
const size = (max: number) =>
  fc
    .tuple(fc.integer({ min: 1, max }), fc.constantFrom("Ki", "Mi"))
    .map(([count, unit]) => `${count}${unit}` as Size);
const origin = fc
  .tuple(
    fc.constantFrom("http", "https"),
    fc.domain(),
    fc.option(fc.integer({ min: 1024, max: 65_535 })),
  )
  .map(([scheme, host, port]) => `${scheme}://${host}${port === null ? "" : `:${port}`}`);

/** Every description that keeps the rules, from end to end of what they allow. */
const anyTopology: fc.Arbitrary<TopologyInput> = fc
  .record({
    name: label,
    region: label,
    servers: fc.integer({ min: 1, max: 3 }),
    ports: fc.uniqueArray(fc.integer({ min: 1, max: 65_535 }), { minLength: 4, maxLength: 4 }),
    origins: fc.option(fc.array(origin, { maxLength: 3 }), { nil: undefined }),
    jetstream: fc.record(
      {
        maxFile: fc.constantFrom<Size>("1Mi", "9999999Mi", "1Ti"),
        maxMemory: size(9_999_999),
        storeDir: fc.constantFrom("/data", "/a-b_c.d/e", "/1"),
      },
      { requiredKeys: ["maxFile"] },
    ),
    limits: fc.record(
      {
        maxPayload: size(64),
        maxConnections: fc.integer({ min: 1, max: 10_000_000 }),
        lameDuckSeconds: fc.integer({ min: 30, max: 3600 }),
      },
      { requiredKeys: [] },
    ),
  })
  .map(({ name, region, servers, ports, origins, jetstream, limits }) =>
    input({
      name,
      regions: [{ name: region, servers }],
      listeners: {
        client: { port: ports[0] },
        cluster: { port: ports[1] },
        monitor: { port: ports[2] },
        ...(origins && { websocket: { port: ports[3], allowedOrigins: origins } }),
      },
      jetstream,
      limits,
    }),
  );

describe("any topology that keeps the rules", () => {
  it("renders to a file that the real server accepts for each of its servers", async () => {
    const { path } = await findServerBinary();
    let at = 0;
    await fc.assert(
      fc.asyncProperty(anyTopology, async (description) => {
        const topology = defineTopology(description);
        at += 1;
        const server = at % (topology.regions[0]?.servers.length ?? 1);
        const file = join(directory, `${at}.conf`);
        await writeFile(file, renderNatsConf(topology, { server }));
        const { stderr } = await run(path, ["-t", "-c", file]);
        expect(stderr).toMatch(/is valid/);
      }),
      { numRuns: 40, endOnFailure: true },
    );
  }, 60_000);

  it("is the same after a way through YAML", () => {
    fc.assert(
      fc.property(anyTopology, (description) => {
        // Warnings of a file tell their line, too.
        const { warnings: _, ...parsed } = parseTopology(stringify(description));
        expect(defineTopology(description)).toMatchObject(parsed);
      }),
      { numRuns: 20 },
    );
  });
});
