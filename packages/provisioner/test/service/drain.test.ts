import type { NatsConnection } from "nats";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { requestCredentials } from "../../src/client/index.js";
import { namesInMemory, type Provisioner, serveProvisioner } from "../../src/index.js";
import { clients, connectAs, requester, service, startWorld, type World } from "../fixture.js";

const requests = 120;

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world[Symbol.asyncDispose]());

/** Starts a provisioner whose signer takes its time, as a remote one does, and the connection it has for itself. */
async function start(nats: typeof import("nats")) {
  const connection = await connectAs(world, service(world), nats);
  const { signer } = world;
  const provisioner = await serveProvisioner({
    connection,
    account: world.accountJwt,
    names: namesInMemory(),
    quota: { global: { burst: 10 * requests, perMinute: 1 } },
    signer: {
      publicKey: signer.publicKey,
      async sign(data) {
        await new Promise((done) => setTimeout(done, 50));
        return signer.sign(data);
      },
    },
  });
  return { connection, provisioner };
}

/** Asks for many credentials, stops the provisioner when the first are there, and counts who got nothing. */
async function lossOf(
  connection: NatsConnection,
  provisioner: Provisioner,
  stop: () => Promise<unknown>,
  timeoutMs = 4000,
): Promise<number> {
  let stopped: Promise<unknown> | undefined;
  const asks = Array.from({ length: requests }, async (_, i) => {
    const name = `leaver${i}`;
    await requestCredentials({ connection, name, trust: world.trust, timeoutMs });
    stopped ??= stop();
  });
  const results = await Promise.allSettled(asks);
  await stopped;
  expect(provisioner.stats.received).toBeGreaterThan(0);
  return results.filter(({ status }) => status === "rejected").length;
}

describe("a provisioner that is forced to leave", () => {
  it("tells those who wait that it is leaving, instead of letting them time out", async () => {
    const asker = await connectAs(world, requester(world));
    const provisioner = await serveProvisioner({
      connection: await connectAs(world, service(world)),
      account: world.accountJwt,
      signer: { publicKey: world.signer.publicKey, sign: () => new Promise(() => {}) },
    });
    const asked = requestCredentials({ connection: asker, name: "waiting", trust: world.trust });
    const outcome = asked.catch((error: unknown) => error);
    await expect.poll(() => provisioner.stats.received).toBe(1);
    await provisioner.drain({ signal: AbortSignal.abort() });
    expect(await outcome).toMatchObject({
      code: "ERR_UNAVAILABLE",
      message: expect.stringContaining("leaving"),
    });
    await asker.close();
  });
});

describe.each(clients)("stopping under load with $client", ({ nats }) => {
  it("loses nothing with drain()", async () => {
    const asker = await connectAs(world, requester(world), nats);
    const { provisioner } = await start(nats);
    let report: Awaited<ReturnType<Provisioner["drain"]>> | undefined;
    const lost = await lossOf(asker, provisioner, async () => {
      report = await provisioner.drain();
    });
    await asker.close();
    expect(lost).toBe(0);
    expect(report).toMatchObject({ outcome: "clean", abandoned: 0, handedBack: 0, exitCode: 0 });
  });

  it("hands over to another provisioner of the group without a gap", async () => {
    const asker = await connectAs(world, requester(world), nats);
    const [leaving, staying] = [await start(nats), await start(nats)];
    const drained = (async () => {
      await expect.poll(() => leaving.provisioner.stats.issued).toBeGreaterThan(5);
      return leaving.provisioner.drain();
    })();
    let lost = 0;
    for (let round = 0; round < 8; round++) {
      const asks = Array.from({ length: 30 }, (_, i) =>
        requestCredentials({ connection: asker, name: `r${round}-${i}`, trust: world.trust }),
      );
      const results = await Promise.allSettled(asks);
      lost += results.filter(({ status }) => status === "rejected").length;
    }
    expect((await drained).outcome).toBe("clean");
    expect(lost).toBe(0);
    await Promise.all([staying.provisioner.drain(), asker.close()]);
  });

  it("loses requests with the client's own drain(): the control", async () => {
    const asker = await connectAs(world, requester(world), nats);
    const { connection, provisioner } = await start(nats);
    const lost = await lossOf(asker, provisioner, () => connection.drain(), 1000);
    await asker.close();
    expect(lost).toBeGreaterThan(0);
  });

  it("loses requests with close(): the control", async () => {
    const asker = await connectAs(world, requester(world), nats);
    const { provisioner } = await start(nats);
    const lost = await lossOf(asker, provisioner, () => provisioner.close(), 1000);
    await asker.close();
    expect(lost).toBeGreaterThan(0);
  });
});
