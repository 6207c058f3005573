import { AckPolicy, StorageType } from "nats";
import { beforeEach, describe, expect, it } from "vitest";
import { connect } from "../resolver/clients.js";
import { publishing, Workbench } from "./workbench.js";

let bench: Workbench;
beforeEach(async () => {
  bench = await Workbench.create();
});

describe("kchat-auth edit account", { timeout: 60_000 }, () => {
  it("sets what nsc sets, and takes it away again", async () => {
    await bench.run(
      "edit account A --data 5m --imports 3 --exports 2 --no-wildcard-exports --no-bearer --info-url https://x.example/y",
    );
    await bench.run(
      "edit account A --trace-subject traces --trace-sampling 30 --cluster-traffic owner",
    );
    await bench.run(
      "edit account A --tag a:b --allow-pub public.> --allow-responses 1 --expires 6M",
    );
    expect((await bench.account()).nats).toMatchObject({
      limits: { data: 5_000_000, imports: 3, exports: 2, disallow_bearer: true, conn: -1 },
      info_url: "https://x.example/y",
      trace: { dest: "traces", sampling: 30 },
      cluster_traffic: "owner",
      tags: ["a:b"],
      default_permissions: { pub: { allow: ["public.>"] }, resp: { max: 1 } },
    });
    expect((await bench.account()).nats.limits).not.toHaveProperty("wildcards");
    await bench.run(
      "edit account A --bearer --wildcard-exports --no-trace --remove public.> --no-responses --remove-tag a:b --expires never",
    );
    const { exp, nats } = await bench.account();
    expect([exp, nats.trace, nats.tags]).toEqual([undefined, undefined, undefined]);
    expect(nats.default_permissions).toEqual({ pub: {}, sub: {} });
    expect(nats.limits).toMatchObject({ wildcards: true });
    expect(nats.limits).not.toHaveProperty("disallow_bearer");
  });

  it("limits JetStream by replicas, or for all streams, never both", async () => {
    await bench.run("edit account A --js-tier 3 --js-disk 10gib --js-streams 4");
    await bench.run("edit account A --js-tier R1 --js-disk -1 --js-max-bytes-required");
    const { limits } = (await bench.account()).nats;
    expect(limits?.tiered_limits).toEqual({
      R1: { disk_storage: -1, max_bytes_required: true },
      R3: { disk_storage: 10 * 1024 ** 3, streams: 4 },
    });
    expect(await bench.attempt("edit account A --js-disk 1k")).toMatchObject({
      exitCode: 1,
      stderr: expect.stringContaining("mutually exclusive"),
    });
    expect(await bench.attempt("edit account A --js-tier 2")).toMatchObject({ exitCode: 2 });
    expect(await bench.attempt("edit account A --remove-js-tier 2")).toMatchObject({ exitCode: 1 });
    await bench.run("edit account A --remove-js-tier 3");
    expect((await bench.account()).nats.limits?.tiered_limits).not.toHaveProperty("R3");
    await bench.run("edit account A --no-js");
    expect((await bench.account()).nats.limits).not.toHaveProperty("tiered_limits");
  });

  it("gives the system account no JetStream, with which no server would start", async () => {
    expect(await bench.attempt("edit account SYS --js-disk 1gib")).toMatchObject({
      exitCode: 1,
      stderr: expect.stringContaining("the system account can't have JetStream"),
    });
    await bench.run("edit account SYS --js-disk 1gib --ignore system-jetstream");
    const attempt = bench.serve(`jetstream { store_dir: "${bench.store}/jetstream" }`);
    await expect(attempt).rejects.toThrow(/Not allowed to enable JetStream on the system account/);
  });

  it("has its default permissions and tiers enforced by a server", async () => {
    await bench.run(
      "edit account A --allow-pub public.> --allow-sub _INBOX.> --allow-pub $JS.API.>",
    );
    await bench.run("edit account A --js-tier 1 --js-memory 1mib --js-streams 1");
    await bench.run("add user anybody --account A");
    await bench.run("add user somebody --account A --allow-pub private.>");
    const server = await bench.serve(`jetstream { store_dir: "${bench.store}/jetstream" }`);
    const questions = publishing("private.x", "public.x");
    expect(await bench.ask(server, "anybody", questions)).toEqual([false, true]);
    // Who has permissions gets none of the defaults.
    expect(await bench.ask(server, "somebody", questions)).toEqual([true, false]);
    const anybody = await connect({ url: server.url, creds: await bench.creds("anybody") });
    const manager = await anybody.jetstreamManager();
    const inMemory = (name: string) =>
      manager.streams.add({ name, subjects: [`public.${name}`], storage: StorageType.Memory });
    await inMemory("one");
    // What a tier leaves out is no limit: nsc writes -1 there, which says the same.
    await manager.consumers.add("one", { durable_name: "d", ack_policy: AckPolicy.Explicit });
    await expect(inMemory("two")).rejects.toThrow(/maximum number of streams/i);
  });
});

describe("kchat-auth edit operator", { timeout: 60_000 }, () => {
  it("adds and removes service URLs, and names another system account", async () => {
    await bench.run("edit operator --service-url tls://a.example --service-url tls://b.example");
    await bench.run(
      "edit operator --remove-service-url tls://a.example --service-url tls://c.example",
    );
    await bench.run(
      "edit operator --account-server nats://a.example:4222 --tag a:b --system-account A",
    );
    expect((await bench.operator()).nats).toMatchObject({
      operator_service_urls: ["tls://b.example", "tls://c.example"],
      account_server_url: "nats://a.example:4222",
      tags: ["a:b"],
      system_account: (await bench.account()).sub,
    });
    await bench.run("edit operator --no-account-server");
    expect((await bench.operator()).nats).not.toHaveProperty("account_server_url");
  });

  it("makes no account with JetStream the system account, with which no server would start", async () => {
    const { sub } = await bench.account();
    const jetStream = `jetstream { store_dir: "${bench.store}/jetstream" }`;
    await bench.run("edit account A --js-disk 1gib --js-tier 1");
    const attempts = [`edit operator --system-account A`, `edit operator --system-account ${sub}`];
    const { nats } = await bench.operator();
    for (const line of attempts) {
      expect(await bench.attempt(line)).toMatchObject({
        exitCode: 1,
        stdout: "",
        stderr: expect.stringMatching(/account A can't become .* system account .*JetStream/),
      });
    }
    expect((await bench.operator()).nats).toEqual(nats);
    await bench.run("edit operator --system-account A --ignore system-jetstream");
    await expect(bench.serve(jetStream)).rejects.toThrow(/Not allowed to enable JetStream on the/);
    await bench.run("edit operator --tag still:editable");
    await bench.run("edit account A --no-js");
    await bench.run("edit operator --system-account SYS");
    await bench.run("edit operator --system-account A");
    expect((await bench.operator()).nats.system_account).toBe(sub);
    await bench.serve(jetStream);
  });
});
