import { describe, expect, it } from "vitest";
import { requestCredentials } from "../../src/client/index.js";
import { type AuditEvent, ProvisionerError, serveProvisioner } from "../../src/index.js";
import { clients, connectAs } from "../fixture.js";
import { type ReloadableWorld, startReloadable } from "../reloadable.js";

describe.each(clients)("the end of a provisioner with $client", ({ nats }) => {
  /** A provisioner whose connection comes back after a break, unless it is told not to. */
  async function start(world: ReloadableWorld, reconnect = true) {
    const { jwt, keyPair } = world.service;
    const connection = await nats.connect({
      servers: world.server.url,
      authenticator: nats.jwtAuthenticator(jwt, keyPair.getSeed()),
      maxReconnectAttempts: -1,
      reconnectTimeWait: 100,
      reconnect,
    });
    const audit: AuditEvent[] = [];
    const provisioner = await serveProvisioner({
      connection,
      account: world.accountJwt,
      signer: world.signer,
      onAudit: (event) => audit.push(event),
    });
    const statuses: string[] = [];
    void (async () => {
      for await (const { type } of connection.status()) statuses.push(type);
    })();
    return { connection, provisioner, audit, statuses };
  }

  async function ask(world: ReloadableWorld, name: string) {
    const connection = await connectAs(world, world.requester, nats);
    try {
      return await requestCredentials({ connection, name, trust: world.trust });
    } finally {
      await connection.close();
    }
  }

  it.each(["reload", "restart"] as const)(
    "is told, once, when a %s takes the permission to subscribe away",
    async (how) => {
      await using world = await startReloadable();
      const { connection, provisioner, audit } = await start(world);
      await ask(world, "before");
      await world.allow(how, ["something.else"]);
      const error = await provisioner.ended;
      expect(ProvisionerError.isInstance(error)).toBe(true);
      expect(error).toMatchObject({
        code: "ERR_CONNECTION",
        message: expect.stringMatching(
          /no longer .* chat\.req\.access in queue kubecon, .* again$/,
        ),
        cause: expect.objectContaining({
          message: expect.stringMatching(/permissions.violation/i),
        }),
      });
      expect(connection.isClosed()).toBe(false);
      // Nor does it come back by itself once it may and the client has connected anew.
      await world.allow("restart", ["chat.req.access"]);
      const isBack = () =>
        connection.flush().then(
          () => true,
          () => false,
        );
      await expect.poll(isBack, { timeout: 15_000 }).toBe(true);
      await expect(ask(world, "after")).rejects.toMatchObject({ code: "ERR_NO_PROVISIONER" });
      expect((await provisioner.drain()).outcome).toBe("clean");
      expect(audit.map(({ type }) => type)).toEqual(["issued", "ended"]);
      expect(audit[1]).toMatchObject({
        code: "ERR_CONNECTION",
        message: error?.message,
        cause: error?.cause,
      });
    },
    30_000,
  );

  it.each(["reload", "restart"] as const)(
    "does not come with a %s that leaves the permission",
    async (how) => {
      await using world = await startReloadable();
      const { connection, provisioner, audit, statuses } = await start(world);
      await world.allow(how, ["chat.req.access", "something.else"]);
      if (how === "restart") {
        await expect.poll(() => statuses, { timeout: 15_000 }).toContain("reconnect");
        await connection.flush();
      }
      await ask(world, "after");
      await provisioner.drain();
      expect(await provisioner.ended).toBeUndefined();
      expect(audit.map(({ type }) => type)).toEqual(["issued"]);
    },
    30_000,
  );

  it("is told when the connection is lost for good", async () => {
    await using world = await startReloadable();
    const { provisioner, audit } = await start(world, false);
    await world.server.kill();
    expect(await provisioner.ended).toMatchObject({
      code: "ERR_CONNECTION",
      message: expect.stringMatching(/^the connection was closed.*; start again$/),
    });
    expect(audit).toMatchObject([{ type: "ended", code: "ERR_CONNECTION" }]);
  }, 30_000);

  it.each(["drain", "close"] as const)("has no error after %s()", async (how) => {
    await using world = await startReloadable();
    const { provisioner, audit } = await start(world);
    await provisioner[how]();
    expect(await provisioner.ended).toBeUndefined();
    expect(audit).toEqual([]);
  });
});
