import {
  createAccount,
  createOperator,
  createUser,
  encodeClaims,
  newUserClaims,
} from "@kchat/auth";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { requestCredentials } from "../../src/client/index.js";
import {
  ProvisionerError,
  type ServeProvisionerOptions,
  serveProvisioner,
} from "../../src/index.js";
import {
  accountOf,
  connectAs,
  requester,
  service,
  startWorld,
  unlimited,
  type World,
} from "../fixture.js";

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world[Symbol.asyncDispose]());

/** Starts with one thing wrong, and gives the code of the refusal. */
async function refusal(changes: Partial<ServeProvisionerOptions>): Promise<string> {
  const connection = await connectAs(world, service(world));
  const { accountJwt: account, signer } = world;
  try {
    await serveProvisioner({ connection, account, signer, ...changes });
  } catch (error) {
    if (ProvisionerError.isInstance(error)) return error.code;
    throw error;
  } finally {
    await connection.close();
  }
  throw new Error("it started");
}

describe("serveProvisioner at its start", () => {
  it("refuses what is no account JWT", async () => {
    expect(await refusal({ account: "nonsense" })).toBe("ERR_ACCOUNT_INVALID");
    const user = encodeClaims(
      "user",
      newUserClaims(createUser().getPublicKey(), {}),
      world.accountKey,
    );
    expect(await refusal({ account: user })).toBe("ERR_ACCOUNT_INVALID");
  });

  it("refuses an account that has expired", async () => {
    const now = () => Date.UTC(2100, 0);
    const operator = createOperator();
    const jwt = accountOf(world.accountKey, operator, [], 4_000_000_000);
    expect(await refusal({ account: jwt, now })).toBe("ERR_ACCOUNT_INVALID");
  });

  it("refuses a signing key that is not the account's", async () => {
    expect(await refusal({ signer: createAccount() })).toBe("ERR_SIGNER_FOREIGN");
  });

  it("refuses a signing key without scope, and the account's own key", async () => {
    expect(await refusal({ signer: world.unscoped })).toBe("ERR_SIGNER_UNSCOPED");
    expect(await refusal({ signer: world.accountKey })).toBe("ERR_SIGNER_UNSCOPED");
  });

  it("refuses creds that may not listen", async () => {
    const connection = await connectAs(world, requester(world));
    expect(await refusal({ connection })).toBe("ERR_CONNECTION");
    await connection.close();
  });

  it("gives up when it is aborted", async () => {
    const signal = AbortSignal.abort(new Error("changed my mind"));
    await expect(refusal({ signal })).rejects.toThrow("changed my mind");
  });

  it.each([
    { lifetimeSeconds: 59 },
    { lifetimeSeconds: 86_401 },
    { lifetimeSeconds: Number.NaN },
    { proofWindowMs: 0 },
    { concurrency: 0 },
    { backlog: -1 },
    { subject: "chat.>" },
    { subject: "chat.req access" },
    { queue: "a b" },
    { queue: "a\r\nPUB x 0" },
  ])("refuses %j", async (changes) => {
    expect(await refusal(changes)).toBe("ERR_OPTION");
  });

  it.each([
    ["an unscoped key", () => world.unscoped],
    ["the account's own key", () => world.accountKey],
  ])("takes %s when it is told the permissions, and writes them into the JWT", async (_, key) => {
    const permissions = unlimited({ pub: { allow: ["only.this"] }, sub: { deny: [">"] } });
    await using _provisioner = await serveProvisioner({
      connection: await connectAs(world, service(world)),
      account: world.accountJwt,
      signer: key(),
      unsafeUnscopedSigner: { permissions },
    });
    const connection = await connectAs(world, requester(world));
    const trust = { ...world.trust, issuers: [key().getPublicKey()] };
    const credentials = await requestCredentials({ connection, name: "wally", trust });
    await connection.close();
    const member = await connectAs(world, credentials);
    const refused: unknown[] = [];
    member.subscribe("anything", { callback: (error) => refused.push(error) });
    await member.flush();
    await expect.poll(() => String(refused[0])).toMatch(/permissions violation/i);
    await member.close();
  });
});
