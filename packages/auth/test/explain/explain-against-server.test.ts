import { type NatsServer, startServer } from "@kchat/nats-server";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import {
  type CheckId,
  createOperator,
  createUser,
  type ExplainOptions,
  explain,
  type KeyPair,
} from "../../src/index.js";
import {
  connectUser,
  createTree,
  now,
  type TestAccount,
  type TestTree,
  type TestUser,
} from "../permissions/operator-tree.js";

interface Case {
  readonly name: string;
  readonly account: TestAccount;
  readonly user: TestUser;
  /** The check that fails, with what the server's debug log says about it. */
  readonly refused?: readonly [CheckId, RegExp];
  readonly signer?: KeyPair;
  readonly options?: ExplainOptions;
}

/** Connects, and tells whether the server kept the connection and where its log stood before. */
const tryServer = async (
  server: NatsServer,
  { user, signer }: Case,
): Promise<{ kept: boolean; before: number }> => {
  const before = server.logs().length;
  let kept = true;
  try {
    const client = await connectUser(server.port, user, signer);
    // Limits close a connection shortly after it was let in.
    await new Promise((resolve) => setTimeout(resolve, 60));
    await client.settle();
    client.close();
  } catch {
    kept = false;
  }
  return { kept, before };
};

const agrees = async (server: NatsServer, tree: TestTree, item: Case): Promise<void> => {
  const { kept, before } = await tryServer(server, item);
  const explanation = explain(item.user.token, {
    account: item.account.token,
    operator: tree.operator,
    source: "127.0.0.1",
    signsWith: (item.signer ?? item.user.key).getPublicKey(),
    ...item.options,
  });
  expect(kept, explanation.text).toBe(item.refused === undefined);
  expect(explanation.verdict, explanation.text).toBe(item.refused ? "refused" : "accepted");
  expect(explanation.refusedBy?.check, explanation.text).toBe(item.refused?.[0]);
  if (item.refused) {
    const [, reason] = item.refused;
    // The log may come a moment after the socket was closed.
    await vi.waitFor(() => expect(server.logs().slice(before)).toMatch(reason), 2_000);
    expect(explanation.refusedBy?.fix).toBeTruthy();
  }
};

const minutes = (count: number): string => {
  const clock = new Date(Date.now() + count * 60_000);
  return clock.toISOString().slice(11, 19);
};

const openCases = (tree: TestTree): Case[] => {
  const { account, user } = tree;
  const plain = account();
  const noBearer = account(() => ({ limits: { disallow_bearer: true } }));
  const scoped = account(({ signing }) => ({
    signing_keys: [
      {
        kind: "user_scope",
        key: signing,
        role: "member",
        template: { sub: { deny: ["rooms.{{tag(room)}}"] }, subs: -1, data: -1, payload: -1 },
        description: "",
      },
    ],
  }));
  const empty = { subs: 0, data: 0, payload: 0 };
  const revokedKey = createUser();
  // One reading of the clock for all: a second may pass between two.
  const revokedAt = now();
  const revoking = account(() => ({ revocations: { [revokedKey.getPublicKey()]: revokedAt } }));
  const revokingAll = account(() => ({ revocations: { "*": now() - 100 } }));
  const stranger = createOperator();
  const untrusted = account(undefined, { signer: stranger });
  const expiredAccount = account(undefined, { claims: { exp: now() - 5 } });
  const closed = account(() => ({ limits: { conn: 0 } }));
  const withheld = account(undefined, { withheld: true });
  const subjects = Array.from({ length: 90 }, (_, index) => `some.longer.subject.${index}.>`);
  return [
    { name: "a user under a signing key", account: plain, user: user(plain) },
    {
      name: "a user under the identity key, without issuer_account",
      account: plain,
      user: user(plain, { issuer_account: "" }, { signer: plain.key }),
    },
    {
      name: "a bearer",
      account: plain,
      user: user(plain, { bearer_token: true }),
      signer: createUser(),
    },
    {
      name: "a user in its scope",
      account: scoped,
      user: user(scoped, { ...empty, tags: ["room:lobby"] }),
    },
    {
      name: "an unknown connection type beside a known one",
      account: plain,
      user: user(plain, { allowed_connection_types: ["standard", "PIGEON"] }),
    },
    {
      name: "a listed source",
      account: plain,
      user: user(plain, { src: ["10.0.0.0/8", "127.0.0.0/8"] }),
    },
    {
      name: "a time in range",
      account: plain,
      user: user(plain, {
        times: [{ start: minutes(-5), end: minutes(5) }],
        times_location: "UTC",
      }),
    },
    {
      name: "a user issued after its revocation",
      account: revoking,
      user: user(revoking, {}, { key: revokedKey, now: revokedAt + 1 }),
    },
    {
      name: "a forged token",
      account: plain,
      user: ((real) => ({
        ...real,
        token: `${real.token.slice(0, -20)}${"A".repeat(18)}${real.token.slice(-2)}`,
      }))(user(plain)),
      refused: ["decode", /Authentication requires a user JWT|User JWT not valid/],
    },
    {
      name: "an expired user",
      account: plain,
      user: user(plain, {}, { claims: { exp: now() - 2 } }),
      refused: ["validation", /User JWT no longer valid.*/],
    },
    {
      name: "a user of tomorrow",
      account: plain,
      user: user(plain, {}, { claims: { nbf: now() + 86_400 } }),
      refused: ["validation", /User JWT no longer valid/],
    },
    {
      name: "a user with a wrong subject",
      account: plain,
      user: user(plain, { pub: { allow: ["a..b"] } }),
      refused: ["validation", /User JWT no longer valid/],
    },
    {
      name: "a user under a signing key without issuer_account",
      account: plain,
      user: user(plain, { issuer_account: "" }),
      refused: ["account-found", /Account JWT lookup error/],
    },
    {
      name: "a user of another account",
      account: plain,
      user: user(withheld),
      refused: ["account-found", /Account JWT lookup error/],
    },
    {
      name: "an account that expired",
      account: expiredAccount,
      user: user(expiredAccount),
      refused: ["account-valid", /Account JWT lookup error/],
    },
    {
      name: "an account of another operator",
      account: untrusted,
      user: user(untrusted),
      refused: ["account-trusted", /Account JWT lookup error|not signed by trusted operator/],
    },
    {
      name: "a user of a signing key that is gone",
      account: plain,
      user: user(plain, {}, { signer: scoped.signing }),
      refused: ["issuer-known", /User JWT issuer is not known/],
    },
    {
      name: "a scoped user with limits of its own",
      account: scoped,
      user: user(scoped, { subs: -1, tags: ["room:lobby"] }),
      refused: ["scope", /User JWT is not valid/],
    },
    {
      name: "a scoped user without the tag of a deny entry",
      account: scoped,
      user: user(scoped, empty),
      refused: ["scope", /User JWT generated invalid permissions/],
    },
    {
      name: "a bearer where the account refuses them",
      account: noBearer,
      user: user(noBearer, { bearer_token: true }),
      refused: ["bearer", /Account does not allow bearer tokens/],
    },
    {
      name: "another connection type",
      account: plain,
      user: user(plain, { allowed_connection_types: ["WEBSOCKET", "MQTT"] }),
      refused: ["connection-type", /Connection type not allowed/],
    },
    {
      name: "only unknown connection types",
      account: plain,
      user: user(plain, { allowed_connection_types: ["PIGEON"] }),
      refused: ["connection-type", /invalid connection types/],
    },
    {
      name: "another seed",
      account: plain,
      user: user(plain),
      signer: createUser(),
      refused: ["signature", /Signature not verified/],
    },
    {
      name: "a revoked user",
      account: revoking,
      user: user(revoking, {}, { key: revokedKey, now: revokedAt }),
      refused: ["revocation", /User authentication revoked/],
    },
    {
      name: "an issue before all were revoked",
      account: revokingAll,
      user: user(revokingAll, {}, { now: now() - 200 }),
      refused: ["revocation", /User authentication revoked/],
    },
    {
      name: "a source that is not listed",
      account: plain,
      user: user(plain, { src: ["10.0.0.0/8", "::1/128"] }),
      refused: ["source", /Bad src Ip/],
    },
    {
      name: "a time out of range",
      account: plain,
      user: user(plain, {
        times: [{ start: minutes(60), end: minutes(65) }],
        times_location: "UTC",
      }),
      refused: ["times", /Outside connect times/],
    },
    {
      name: "an account without connections",
      account: closed,
      user: user(closed),
      refused: ["connection-limit", /maximum account active connections/i],
    },
    {
      name: "a user without subscriptions",
      account: plain,
      user: user(plain, { subs: 0 }),
      refused: ["subscription-limit", /maximum subscriptions/i],
    },
    {
      name: "a token longer than the control line",
      account: plain,
      user: user(plain, { pub: { allow: subjects } }),
      refused: ["connect-line", /maximum control line/i],
    },
    {
      name: "a user that must come through a proxy",
      account: plain,
      user: user(plain, { proxy_required: true }),
      refused: ["proxy", /proxy/i],
    },
  ];
};

const strictCases = (tree: TestTree): Case[] => {
  const { account, user } = tree;
  const good = account();
  const byIdentity = account(undefined, { signer: tree.operatorKey });
  return [
    { name: "signing keys all the way", account: good, user: user(good) },
    {
      name: "an account under the operator's identity key",
      account: byIdentity,
      user: user(byIdentity),
      refused: ["account-trusted", /Account JWT lookup error|not signed by trusted operator/],
    },
    {
      name: "a user under the account's identity key",
      account: good,
      user: user(good, {}, { signer: good.key }),
      refused: ["issuer-known", /User JWT issuer is not known/],
    },
  ];
};

describe.each([
  { mode: "an ordinary operator", tree: createTree(), casesOf: openCases },
  {
    mode: "a strict operator",
    tree: createTree({ strict_signing_key_usage: true }),
    casesOf: strictCases,
  },
])("explain, against a server of $mode", ({ tree, casesOf }) => {
  const cases = casesOf(tree);
  let server: NatsServer;

  beforeAll(async () => {
    server = await startServer({ config: tree.config(), args: ["-D"] });
  });
  afterAll(() => server?.stop());

  it.each(cases)("$name", (item) => agrees(server, tree, item));
});

describe("explain, against a server pinned to accounts", () => {
  const tree = createTree();
  const inside = tree.account();
  const outside = tree.account();
  const pinnedAccounts = [inside.key.getPublicKey()];
  let server: NatsServer;

  beforeAll(async () => {
    server = await startServer({
      config: tree.config(`resolver_pinned_accounts: [${pinnedAccounts}]`),
      args: ["-D"],
    });
  });
  afterAll(() => server?.stop());

  const options = { pinnedAccounts };
  it("lets the users of a pinned account in", () =>
    agrees(server, tree, { name: "", account: inside, user: tree.user(inside), options }));
  it("refuses the users of other accounts", () =>
    agrees(server, tree, {
      name: "",
      account: outside,
      user: tree.user(outside),
      options,
      refused: ["pinned-account", /not listed as operator pinned account/],
    }));
});
