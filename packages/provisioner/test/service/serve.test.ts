import { createUser, decodeUser } from "@kchat/auth";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { requestCredentials } from "../../src/client/index.js";
import {
  type AuditEvent,
  namesInMemory,
  type Provisioner,
  serveProvisioner,
} from "../../src/index.js";
import { clients, connectAs, requester, service, startWorld, type World } from "../fixture.js";

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world[Symbol.asyncDispose]());

describe.each(clients)("serveProvisioner with $client", ({ nats }) => {
  let provisioner: Provisioner;
  const audit: AuditEvent[] = [];
  const ask = async (options: { name: string; user?: ReturnType<typeof createUser> }) => {
    const connection = await connectAs(world, requester(world), nats);
    try {
      return await requestCredentials({ connection, trust: world.trust, ...options });
    } finally {
      await connection.close();
    }
  };
  beforeAll(async () => {
    provisioner = await serveProvisioner({
      connection: await connectAs(world, service(world), nats),
      account: world.accountJwt,
      signer: world.signer,
      onAudit: (event) => audit.push(event),
    });
  });
  afterAll(() => provisioner[Symbol.asyncDispose]());

  it("issues credentials that connect, with the scope of the signing key and nothing more", async () => {
    const credentials = await ask({ name: "wally" });
    const connection = await connectAs(world, credentials, nats);
    const refused: unknown[] = [];
    connection.subscribe("secret.>", { callback: (error) => refused.push(error) });
    await connection.flush();
    await expect.poll(() => String(refused[0])).toMatch(/permissions violation/i);

    const own = connection.subscribe(`chat.dms.${credentials.publicKey}`);
    connection.publish(`chat.dms.${credentials.publicKey}`, "hello");
    for await (const message of own) {
      expect(message.string()).toBe("hello");
      break;
    }
    await connection.close();
  });

  it("binds name, account and expiry, and grants nothing in the JWT itself", async () => {
    const before = Date.now();
    const { jwt, publicKey, expiresAt } = await ask({ name: "binding" });
    const claims = decodeUser(jwt);
    expect(claims).toMatchObject({
      sub: publicKey,
      name: "binding",
      iss: world.signer.getPublicKey(),
      nats: { issuer_account: world.account },
    });
    expect(claims.nats.pub?.allow ?? claims.nats.sub?.allow ?? claims.nats.resp).toBeUndefined();
    const lifetimeMs = expiresAt.getTime() - before;
    expect(lifetimeMs).toBeGreaterThan(0.9 * 28_800_000 - 2_000);
    expect(lifetimeMs).toBeLessThanOrEqual(28_800_000 + 60_000);
  });

  it("renews the credentials of the key that has the name", async () => {
    const user = createUser();
    const first = await ask({ name: "renewing", user });
    const second = await ask({ name: "Renewing", user });
    expect(second.publicKey).toBe(first.publicKey);
  });

  it("refuses a name that another key has, in whatever case", async () => {
    await ask({ name: "unique" });
    await expect(ask({ name: "UNIQUE" })).rejects.toMatchObject({ code: "ERR_NAME_TAKEN" });
  });

  it("tells the audit log who got what, and no secret", async () => {
    audit.length = 0;
    const { keyPair, publicKey, jwt } = await ask({ name: "audited" });
    const issued = audit.find((event) => event.type === "issued");
    expect(issued).toMatchObject({
      name: "audited",
      publicKey,
      account: world.account,
      issuer: world.signer.getPublicKey(),
      scope: "member",
      jti: decodeUser(jwt).jti,
    });
    const seed = new TextDecoder().decode(keyPair.getSeed());
    expect(JSON.stringify(audit)).not.toContain(seed);
    expect(JSON.stringify(audit)).not.toContain(jwt);
  });

  it("writes creds that another connection reads", async () => {
    const credentials = await ask({ name: "creds" });
    const connection = await nats.connect({
      servers: world.server.url,
      authenticator: nats.credsAuthenticator(new TextEncoder().encode(credentials.creds())),
    });
    await connection.close();
  });
});

describe("serveProvisioner", () => {
  it("shares the load of one queue group, and one registry of names", async () => {
    const names = namesInMemory();
    const start = async () =>
      serveProvisioner({
        connection: await connectAs(world, service(world)),
        account: world.accountJwt,
        signer: world.signer,
        subject: "chat.req.access",
        names,
      });
    const two = await Promise.all([start(), start()]);
    const connection = await connectAs(world, requester(world));
    const asks = Array.from({ length: 40 }, (_, i) =>
      requestCredentials({ connection, name: `load${i}`, trust: world.trust }),
    );
    const credentials = await Promise.all(asks);
    expect(new Set(credentials.map(({ publicKey }) => publicKey)).size).toBe(40);
    const [first = 0, second = 0] = two.map(({ stats }) => stats.issued);
    expect(first + second).toBe(40);
    expect(Math.min(first, second)).toBeGreaterThan(0);

    const again = Array.from({ length: 10 }, () =>
      requestCredentials({ connection, name: "load0", trust: world.trust }),
    );
    for (const result of await Promise.allSettled(again)) {
      expect(result).toMatchObject({ status: "rejected", reason: { code: "ERR_NAME_TAKEN" } });
    }
    await Promise.all([...two.map((one) => one.drain()), connection.close()]);
  });

  it("asks the caller's own rule, after the proof", async () => {
    const asked: string[] = [];
    await using _ = await serveProvisioner({
      connection: await connectAs(world, service(world)),
      account: world.accountJwt,
      signer: world.signer,
      admit: ({ name }) => {
        asked.push(name);
        return name === "invited";
      },
    });
    const connection = await connectAs(world, requester(world));
    const ask = (name: string) => requestCredentials({ connection, name, trust: world.trust });
    expect((await ask("invited")).name).toBe("invited");
    await expect(ask("stranger")).rejects.toMatchObject({ code: "ERR_NOT_ADMITTED" });
    expect(asked).toEqual(["invited", "stranger"]);
    await connection.close();
  });

  it("serves those who are admitted while a crowd that is not floods it", async () => {
    await using _ = await serveProvisioner({
      connection: await connectAs(world, service(world)),
      account: world.accountJwt,
      signer: world.signer,
      quota: { global: { burst: 2, perMinute: 1 }, perKey: { burst: 1, perMinute: 1 } },
      concurrency: 1,
      admit: ({ name }) => name.startsWith("guest"),
    });
    const connection = await connectAs(world, requester(world));
    const ask = (name: string) => requestCredentials({ connection, name, trust: world.trust });
    const crowd = await Promise.allSettled(Array.from({ length: 50 }, (_, i) => ask(`crowd${i}`)));
    for (const result of crowd)
      expect(result).toMatchObject({ reason: { code: "ERR_NOT_ADMITTED" } });
    expect((await ask("guest1")).name).toBe("guest1");
    expect((await ask("guest2")).name).toBe("guest2");
    await expect(ask("guest3")).rejects.toMatchObject({ code: "ERR_QUOTA" });
    await connection.close();
  });

  it("signs with a signer elsewhere, and refuses in time when that hangs or fails", async () => {
    const { signer } = world;
    let behaviour: "work" | "fail" | "hang" = "work";
    const audit: AuditEvent[] = [];
    await using _ = await serveProvisioner({
      connection: await connectAs(world, service(world)),
      account: world.accountJwt,
      concurrency: 1,
      signer: {
        publicKey: signer.publicKey,
        async sign(data) {
          if (behaviour === "fail") throw new Error("vault is sealed");
          if (behaviour === "hang") await new Promise(() => {});
          return signer.sign(data);
        },
      },
      onAudit: (event) => audit.push(event),
    });
    const connection = await connectAs(world, requester(world));
    const ask = (name: string) => requestCredentials({ connection, name, trust: world.trust });
    expect((await ask("elsewhere")).name).toBe("elsewhere");
    behaviour = "fail";
    await expect(ask("elsewhere2")).rejects.toMatchObject({
      code: "ERR_UNAVAILABLE",
      message: expect.not.stringContaining("vault"),
    });
    expect(audit.at(-1)).toMatchObject({ cause: new Error("vault is sealed") });
    behaviour = "hang";
    await expect(ask("elsewhere3")).rejects.toMatchObject({ code: "ERR_UNAVAILABLE" });
    behaviour = "work";
    // The hanging signature must have given its place in the queue back.
    expect((await ask("elsewhere4")).name).toBe("elsewhere4");
    await connection.close();
  });

  it("answers every request of a crowd, and those that are too many as busy", async () => {
    const { signer } = world;
    await using provisioner = await serveProvisioner({
      connection: await connectAs(world, service(world)),
      account: world.accountJwt,
      concurrency: 2,
      backlog: 8,
      signer: {
        publicKey: signer.publicKey,
        async sign(data) {
          await new Promise((done) => setTimeout(done, 100));
          return signer.sign(data);
        },
      },
    });
    const connection = await connectAs(world, requester(world));
    const crowd = Array.from({ length: 60 }, (_, i) =>
      requestCredentials({ connection, name: `crowd${i}`, trust: world.trust }),
    );
    const results = await Promise.allSettled(crowd);
    const codes = results.map((result) => result.status === "rejected" && result.reason.code);
    expect(new Set(codes)).toEqual(new Set([false, "ERR_BUSY"]));
    expect(codes.filter((code) => code === false).length).toBeGreaterThanOrEqual(10);
    expect(provisioner.stats.received).toBe(60);
    await connection.close();
  });

  it("survives an audit log that throws", async () => {
    await using _ = await serveProvisioner({
      connection: await connectAs(world, service(world)),
      account: world.accountJwt,
      signer: world.signer,
      onAudit: () => {
        throw new Error("disk full");
      },
    });
    const connection = await connectAs(world, requester(world));
    const ask = requestCredentials({ connection, name: "unlogged", trust: world.trust });
    expect((await ask).name).toBe("unlogged");
    await connection.close();
  });
});
