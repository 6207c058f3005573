import {
  createAccount,
  createUser,
  encodeClaims,
  newUserClaims,
  type UserClaims,
} from "@kchat/auth";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { ProvisionerError, RefusedError, requestCredentials } from "../../src/client/index.js";
import { clients, connectAs, personOf, requester, startWorld, type World } from "../fixture.js";

let world: World;
const closing: (() => Promise<void>)[] = [];
beforeAll(async () => {
  world = await startWorld();
});
afterEach(async () => {
  await Promise.all(closing.splice(0).map((close) => close()));
});
afterAll(() => world[Symbol.asyncDispose]());

/** Answers requests as somebody who has broken into the account might. */
async function rogue(
  answer: (request: { name: string; publicKey: string }) => string,
): Promise<void> {
  const connection = await connectAs(world, personOf(world));
  closing.push(() => connection.close());
  connection.subscribe("chat.req.access", {
    callback: (_, message) => message.respond(answer(message.json())),
  });
  await connection.flush();
}

/** Signs what a trusted service would, with one thing changed. */
function answered(changes: Partial<UserClaims>, nats: object = {}, signer = world.signer) {
  return ({ name, publicKey }: { name: string; publicKey: string }) => {
    const claims = newUserClaims(changes.sub ?? publicKey, {
      name,
      exp: Math.floor(Date.now() / 1000) + 3600,
    });
    const scoped = {
      type: "user",
      version: 2,
      issuer_account: world.account,
      ...nats,
    } as UserClaims["nats"];
    const jwt = encodeClaims("user", { ...claims, ...changes, nats: scoped }, signer);
    return JSON.stringify({ jwt });
  };
}

async function ask(
  options: { timeoutMs?: number; signal?: AbortSignal } = {},
  nats = clients[0].nats,
) {
  const connection = await connectAs(world, requester(world), nats);
  closing.push(() => connection.close());
  return requestCredentials({ connection, name: "wally", trust: world.trust, ...options });
}

const now = () => Math.floor(Date.now() / 1000);

describe("requestCredentials", () => {
  it("believes an answer that is right in everything", async () => {
    await rogue(answered({}));
    expect((await ask()).name).toBe("wally");
  });

  it("refuses an answer that somebody else signed", async () => {
    await rogue(answered({}, {}, createAccount()));
    await expect(ask()).rejects.toMatchObject({ code: "ERR_ANSWER_UNTRUSTED" });
  });

  it.each<[string, () => Partial<UserClaims>, object?]>([
    ["another key", () => ({ sub: createUser().getPublicKey() })],
    ["another name", () => ({ name: "mallory" })],
    ["another account", () => ({}), { issuer_account: createAccount().getPublicKey() }],
    ["no account", () => ({}), { issuer_account: undefined }],
    ["no expiry", () => ({ exp: undefined })],
    ["an expiry in the past", () => ({ exp: now() - 1 })],
    ["an expiry far in the future", () => ({ exp: now() + 86_400 + 400 })],
    ["use without the key", () => ({}), { bearer_token: true }],
  ])("refuses an answer with %s, although the trusted key signed it", async (_, changes, nats) => {
    await rogue(answered(changes(), nats));
    await expect(ask()).rejects.toMatchObject({ code: "ERR_ANSWER_UNTRUSTED" });
  });

  it("refuses an answer whose text was changed after it was signed", async () => {
    const answer = answered({ name: "mallory" });
    await rogue((request) => {
      const { jwt } = JSON.parse(answer(request)) as { jwt: string };
      const [header, body = "", signature] = jwt.split(".");
      const changed = Buffer.from(body, "base64url").toString().replace("mallory", "wally");
      const forged = [header, Buffer.from(changed).toString("base64url"), signature].join(".");
      return JSON.stringify({ jwt: forged });
    });
    await expect(ask()).rejects.toMatchObject({ code: "ERR_ANSWER_UNTRUSTED" });
  });

  it.each([
    ["nothing", ""],
    ["a creds file with a key that the service made", "-----BEGIN NATS USER JWT-----"],
    ["no token", '{"jwt":"x"}'],
    ["a megabyte", JSON.stringify({ jwt: "x".repeat(1_000_000) })],
  ])("refuses %s as an answer", async (_, text) => {
    await rogue(() => text);
    await expect(ask()).rejects.toMatchObject({ code: "ERR_ANSWER_UNTRUSTED" });
  });

  it("passes a refusal on with its code and the time to wait", async () => {
    await rogue(() => '{"error":{"code":"ERR_QUOTA","message":"later","retryAfterMs":1234}}');
    const error = await ask().catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(RefusedError);
    expect(error).toMatchObject({ code: "ERR_QUOTA", retryAfterMs: 1234 });
    expect(ProvisionerError.isInstance(error)).toBe(true);
  });

  it("refuses a name that breaks the rule before anything is sent", async () => {
    const connection = { request: () => Promise.reject(new Error("sent")) };
    const asked = requestCredentials({ connection, name: "x.>", trust: world.trust });
    await expect(asked).rejects.toMatchObject({ code: "ERR_NAME_INVALID" });
  });

  it("sends no seed", async () => {
    const user = createUser();
    let sent = "";
    const connection = {
      request: (_: string, payload: Uint8Array) => {
        sent = new TextDecoder().decode(payload);
        return Promise.reject(new Error("enough"));
      },
    };
    const asked = requestCredentials({ connection, name: "wally", user, trust: world.trust });
    await expect(asked).rejects.toMatchObject({ code: "ERR_CONNECTION" });
    expect(sent).toContain(user.getPublicKey());
    expect(sent).not.toContain(new TextDecoder().decode(user.getSeed()));
  });

  it("stops waiting when it is told to", async () => {
    const connection = await connectAs(world, personOf(world));
    closing.push(() => connection.close());
    connection.subscribe("chat.req.access");
    await connection.flush();
    const abort = new AbortController();
    const asked = ask({ signal: abort.signal });
    abort.abort(new Error("changed my mind"));
    await expect(asked).rejects.toThrow("changed my mind");
  });
});

describe.each(clients)("requestCredentials with $client", ({ nats }) => {
  it("says that nobody listens", async () => {
    await expect(ask({}, nats)).rejects.toMatchObject({ code: "ERR_NO_PROVISIONER" });
  });

  it("says that nobody answered in time", async () => {
    const connection = await connectAs(world, personOf(world));
    closing.push(() => connection.close());
    connection.subscribe("chat.req.access");
    await connection.flush();
    await expect(ask({ timeoutMs: 200 }, nats)).rejects.toMatchObject({ code: "ERR_TIMEOUT" });
  });

  it("says that the connection is closed", async () => {
    const connection = await connectAs(world, requester(world), nats);
    await connection.close();
    const asked = requestCredentials({ connection, name: "wally", trust: world.trust });
    await expect(asked).rejects.toMatchObject({ code: "ERR_CONNECTION" });
  });
});
