import { type NatsServer, startServer } from "@kchat/nats-server";
import * as modern from "@nats-io/transport-node";
import * as classic from "nats";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  createAccount,
  createOperator,
  createUser,
  encodeClaims,
  formatCreds,
  fromSeed,
  issueUser,
  type KeyPair,
  memoryResolverConfig,
  newAccountClaims,
  newOperatorClaims,
  type UserPermissionLimits,
} from "../../src/index.js";

const operator = createOperator();
const system = createAccount();
const account = createAccount();
const scoped = createAccount();
const stranger = createAccount();
const now = Math.floor(Date.now() / 1000);
const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

/** Both generations of the official client. */
const clients = [
  { name: "nats 2", lib: classic },
  { name: "@nats-io 3", lib: modern as unknown as typeof classic },
] as const;

let server: NatsServer;

beforeAll(async () => {
  const operatorToken = encodeClaims(
    "operator",
    newOperatorClaims(operator.publicKey, {
      name: "KO",
      nats: { system_account: system.publicKey },
    }),
    operator,
  );
  const accountToken = (key: string, name: string, nats = {}): string =>
    encodeClaims("account", newAccountClaims(key, { name, nats }), operator);
  const template = {
    pub: { allow: ["chat.{{name()}}"] },
    sub: { allow: ["chat.>", "_INBOX_{{subject()}}.>"] },
    subs: -1,
    data: -1,
    payload: -1,
  };
  const config = memoryResolverConfig({
    operator: operatorToken,
    accounts: [
      accountToken(system.publicKey, "SYS"),
      accountToken(account.publicKey, 'KUBECON "quoted" \u2028', {
        signing_keys: [
          { kind: "user_scope", key: scoped.publicKey, role: "chatter", template, description: "" },
        ],
      }),
    ],
  });
  server = await startServer({ config });
});

afterAll(async () => {
  await server.stop();
});

function issue(
  options: {
    user?: KeyPair;
    signer?: KeyPair;
    of?: KeyPair;
    grant?: UserPermissionLimits | "scope";
    expiresInSeconds?: number;
    now?: number;
  } = {},
): { jwt: string; user: KeyPair } {
  const { user = createUser(), signer = account, of = account, grant = {}, ...times } = options;
  const jwt = issueUser(signer, {
    user: user.publicKey,
    account: of.publicKey,
    name: "ada",
    grant,
    invalid: "issue",
    ...times,
  });
  return { jwt, user };
}

describe.each(clients)("a real server and $name", ({ lib }) => {
  const connect = (authenticator: classic.Authenticator, extra = {}) =>
    lib.connect({
      servers: server.url,
      authenticator,
      reconnect: false,
      timeout: 5_000,
      ...extra,
    });
  const refused = async (authenticator: classic.Authenticator): Promise<void> => {
    await expect(connect(authenticator)).rejects.toThrow(/authorization/i);
  };
  const creds = (jwt: string, user: KeyPair): classic.Authenticator =>
    lib.credsAuthenticator(bytes(formatCreds(jwt, user)));

  it("lets our creds in and delivers a message", async () => {
    const { jwt, user } = issue();
    const connection = await connect(creds(jwt, user));
    const subscription = connection.subscribe("hello", { max: 1 });
    connection.publish("hello", bytes("world"));
    for await (const message of subscription) expect(message.string()).toBe("world");
    await connection.close();
  });

  it("applies the template of a scoped signing key to an empty user", async () => {
    const { jwt, user } = issue({ signer: scoped, grant: "scope" });
    const connection = await connect(creds(jwt, user), { inboxPrefix: `_INBOX_${user.publicKey}` });
    const subscription = connection.subscribe("chat.*");
    connection.publish("chat.ada", bytes("mine"));
    connection.publish("chat.bob", bytes("not mine"));
    await connection.flush();
    await connection.drain();
    const received: string[] = [];
    for await (const message of subscription) received.push(message.string());
    expect(received).toEqual(["mine"]);
  });

  it("takes our key pair where the client wants one of its own", async () => {
    const { jwt, user } = issue();
    const signing = (nonce?: string): classic.Auth => ({
      jwt,
      nkey: user.getPublicKey(),
      sig: Buffer.from(user.sign(bytes(nonce ?? ""))).toString("base64"),
    });
    for (const authenticator of [
      lib.jwtAuthenticator(jwt, user.getSeed()),
      lib.jwtAuthenticator(
        () => jwt,
        () => user.getSeed(),
      ),
      signing as classic.Authenticator,
    ]) {
      const connection = await connect(authenticator);
      await connection.flush();
      await connection.close();
    }
  });

  it("refuses a token whose payload was changed", async () => {
    const { jwt, user } = issue();
    const [header, payload = "", signature] = jwt.split(".");
    const changed = Buffer.from(
      Buffer.from(payload, "base64url").toString().replace('"name":"ada"', '"name":"eve"'),
    ).toString("base64url");
    await refused(lib.jwtAuthenticator(`${header}.${changed}.${signature}`, user.getSeed()));
  });

  it("refuses a valid token shown with another user's key", async () => {
    const { jwt } = issue();
    await refused(lib.jwtAuthenticator(jwt, createUser().getSeed()));
  });

  it("refuses a user of an account that the operator did not sign", async () => {
    const { jwt, user } = issue({ signer: stranger, of: stranger });
    await refused(creds(jwt, user));
  });

  it("refuses a user that a stranger issued in the account's name", async () => {
    const { jwt, user } = issue({ signer: stranger, of: account });
    await refused(creds(jwt, user));
  });

  it("refuses an expired token", async () => {
    const { jwt, user } = issue({ now: now - 120, expiresInSeconds: 60 });
    await refused(creds(jwt, user));
  });

  it("refuses a user of a scoped key that is not empty", async () => {
    const { jwt, user } = issue({ signer: scoped, grant: { pub: { allow: [">"] } } });
    await refused(creds(jwt, user));
  });
});

describe.each(clients)("nkey authentication with $name", ({ lib }) => {
  it("takes our seed, and our key pair as the signer", async () => {
    const user = createUser();
    const plain = await startServer({
      config: `authorization { users: [ { nkey: ${user.publicKey} } ] }`,
    });
    try {
      const copy = fromSeed(user.getSeed());
      for (const authenticator of [
        lib.nkeyAuthenticator(user.getSeed()),
        lib.nkeyAuthenticator(() => copy.getSeed()),
      ]) {
        const connection = await lib.connect({ servers: plain.url, authenticator });
        await connection.flush();
        await connection.close();
      }
      await expect(
        lib.connect({
          servers: plain.url,
          authenticator: lib.nkeyAuthenticator(createUser().getSeed()),
          reconnect: false,
        }),
      ).rejects.toThrow(/authorization/i);
    } finally {
      await plain.stop();
    }
  });
});
