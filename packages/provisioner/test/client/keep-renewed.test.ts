import { AuthError, decodeUser, issueUser } from "@kchat/auth";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { inboxPrefix, keepRenewed } from "../../src/client/index.js";
import { clients, personOf, startWorld, type World } from "../fixture.js";

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world[Symbol.asyncDispose]());

const patient = { timeout: 15_000, interval: 20 };
const seconds = () => Math.floor(Date.now() / 1_000);

/** Somebody whose JWTs the account's scoped key signs; each lasts as long as is asked for. */
function member() {
  const { keyPair } = personOf(world);
  const user = keyPair.getPublicKey();
  const issue = (expiresInSeconds: number) => ({
    jwt: issueUser(world.signer, {
      user,
      account: world.account,
      name: "wally",
      now: seconds(),
      expiresInSeconds,
    }),
  });
  return { keyPair, user, issue };
}

describe.each(clients)("keepRenewed with $client", ({ nats }) => {
  function dial(jwt: () => string, { keyPair, user }: ReturnType<typeof member>) {
    return nats.connect({
      servers: world.server.url,
      authenticator: nats.jwtAuthenticator(jwt, keyPair.getSeed()),
      inboxPrefix: inboxPrefix(user),
      ignoreAuthErrorAbort: true,
      maxReconnectAttempts: -1,
      reconnectTimeWait: 20,
    });
  }

  it("brings a connection over the expiry of its first JWT, where one without it is shut out", async () => {
    const [renewed, forgotten] = [member(), member()];
    const first = renewed.issue(5).jwt;
    const { jwt: old } = forgotten.issue(5);
    using renewal = keepRenewed({ jwt: first, request: async () => renewed.issue(600) });
    const ours = await dial(() => renewal.jwt, renewed);
    const control = await dial(() => old, forgotten);
    const refused: unknown[] = [];
    void (async () => {
      for await (const status of control.status()) refused.push(status.type);
    })();
    await vi.waitUntil(() => renewal.jwt !== first, patient);
    const expiry = (decodeUser(old).exp ?? 0) * 1_000;
    await vi.waitUntil(() => Date.now() > expiry + 1_500, patient);
    await vi.waitUntil(() => refused.includes("disconnect"), patient);
    const heard = ours.subscribe("chat.posts.>", { max: 1 });
    await vi.waitUntil(() => ours.flush().then(...settled), patient);
    ours.publish("chat.posts.x", "still here");
    for await (const message of heard) expect(message.string()).toBe("still here");
    const { connections } = await world.server.connz({ auth: 1 });
    expect(connections.map(({ authorized_user }) => authorized_user)).toContain(renewed.user);
    expect(connections.map(({ authorized_user }) => authorized_user)).not.toContain(forgotten.user);
    await Promise.all([ours.close(), control.close()]);
  });
});

const settled = [() => true, () => false] as const;

describe("keepRenewed", () => {
  it("goes on after failures and after the expiry, and says what failed", async () => {
    const { issue } = member();
    const failures: unknown[] = [];
    let left = 2;
    using renewal = keepRenewed({
      jwt: issue(1).jwt,
      request: async () => {
        if (left-- > 0) throw new Error("nobody there");
        return issue(600);
      },
      onFailed: (error) => failures.push(error),
      random: () => 0,
    });
    await vi.waitUntil(() => (decodeUser(renewal.jwt).exp ?? 0) > seconds() + 500, patient);
    expect(failures).toEqual([new Error("nobody there"), new Error("nobody there")]);
  });

  it("takes no JWT that doesn't last longer, and keeps what it has", async () => {
    const { issue } = member();
    const { jwt } = issue(2);
    const failures: unknown[] = [];
    using renewal = keepRenewed({
      jwt,
      request: async () => ({ jwt }),
      onFailed: (error) => failures.push(error),
    });
    await vi.waitUntil(() => failures.length > 0, patient);
    expect(failures[0]).toBeInstanceOf(RangeError);
    expect(renewal.jwt).toBe(jwt);
  });

  it("reports a new JWT that couldn't be kept, and uses it all the same", async () => {
    const { issue } = member();
    const failures: unknown[] = [];
    const { jwt } = issue(1);
    using renewal = keepRenewed({
      jwt,
      request: async () => issue(600),
      onRenewed: () => Promise.reject(new Error("disk full")),
      onFailed: (error) => failures.push(error),
    });
    await vi.waitUntil(() => failures.length > 0, patient);
    expect(failures).toEqual([new Error("disk full")]);
    expect(renewal.jwt).not.toBe(jwt);
  });

  it("refuses what is no user JWT at once", () => {
    const request = () => Promise.reject(new Error("nobody asked"));
    expect(() => keepRenewed({ jwt: "eyJ0.x.y", request })).toThrow(AuthError);
  });

  it("asks nobody any more once it is stopped, and never for a JWT without an expiry", async () => {
    const { issue } = member();
    const asked: string[] = [];
    const ask = (who: string) => async () => {
      asked.push(who);
      return issue(600);
    };
    keepRenewed({ jwt: issue(1).jwt, request: ask("stopped") }).stop();
    using _forever = keepRenewed({ jwt: personOf(world).jwt, request: ask("forever") });
    let done = false;
    using _witness = keepRenewed({
      jwt: issue(2).jwt,
      request: async () => {
        done = true;
        return issue(600);
      },
    });
    await vi.waitUntil(() => done, patient);
    expect(asked).toEqual([]);
  });
});
