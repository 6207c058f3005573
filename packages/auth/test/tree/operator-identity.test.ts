import { describe, expect, it } from "vitest";
import {
  createAccount,
  createOperator,
  createUser,
  encodeClaims,
  formatCreds,
  fromSeed,
  issueUser,
  type KeyPair,
  newAccountClaims,
} from "../../src/index.js";
import {
  addAccount,
  addOperator,
  addUser,
  checkTree,
  createStore,
  introduceKey,
  planRotation,
  readAccount,
  readTree,
  reissue,
  retireKey,
  type Store,
} from "../../src/nsc/index.js";
import { findServers, heldAccounts, push } from "../../src/resolver/index.js";
import { temporaryDirectory } from "../nsc/temporary-directory.js";
import { clients, connect } from "../resolver/clients.js";
import { type FullResolver, startFullResolver } from "../resolver/full-resolver.js";

const at = { operator: "KO", account: "KUBECON" };

async function planOf(store: Store, oldKey?: "signing key" | "dropped") {
  const tree = await readTree(store);
  return planRotation(tree, { key: tree.operator.claims.sub, oldKey });
}

async function pushAll({ store, cluster, pusher, operator }: FullResolver) {
  const { accounts } = await readTree(store);
  const connection = await pusher(accounts.map(({ claims }) => claims.sub));
  const { inboxPrefix } = connection;
  // Servers that have just started find each other again a moment later.
  const found = async () => (await findServers(connection, { inboxPrefix })).servers.length;
  await expect.poll(found, { timeout: 30_000 }).toBe(cluster.servers.length);
  const tokens = accounts.map(({ token }) => token);
  const report = await push(connection, {
    operator: await operator(),
    accounts: tokens,
    inboxPrefix,
  });
  expect(report.complete).toBe(true);
  await connection.close();
}

/** Somebody who connects to each server all the time; a server that is being restarted refuses nobody, it is not there. */
function visit(urls: readonly string[], creds: string, client: (typeof clients)[number]) {
  const counts = { accepted: 0, refused: 0 };
  let isOver = false;
  const visits = (async () => {
    while (!isOver) {
      for (const url of urls) {
        try {
          await (await connect({ url, creds, client })).close();
          counts.accepted += 1;
        } catch (error) {
          if (/authorization/i.test(String(error))) counts.refused += 1;
        }
      }
    }
  })();
  return {
    counts,
    /** Resolves when every server was visited after now. */
    round: async () => {
      const goal = counts.accepted + counts.refused + 2 * urls.length;
      const seen = () => counts.accepted + counts.refused;
      await expect.poll(seen, { timeout: 30_000 }).toBeGreaterThanOrEqual(goal);
    },
    end: async () => {
      isOver = true;
      await visits;
      return counts;
    },
  };
}

/** The attack of whoever holds an operator's key: an account of their own, pushed to a resolver that checks nothing. */
async function isLetIn({ cluster, pusher }: FullResolver, thief: KeyPair): Promise<boolean> {
  const [account, user] = [createAccount(), createUser()];
  const claims = newAccountClaims(account.publicKey, { name: "THIEF" });
  const token = encodeClaims("account", claims, thief);
  const connection = await pusher([account.publicKey]);
  const subject = `$SYS.REQ.ACCOUNT.${account.publicKey}.CLAIMS.UPDATE`;
  const options = { timeout: 15_000, noMux: true, reply: `${connection.inboxPrefix}.thief` };
  const answer = await connection.request(subject, token, options);
  expect(answer.string()).toContain("jwt updated");
  await connection.close();
  const jwt = issueUser(account, {
    user: user.publicKey,
    account: claims,
    name: "thief",
    grant: {},
  });
  try {
    const url = cluster.urls[0] ?? "";
    await (await connect({ url, creds: formatCreds(jwt, user) })).close();
    return true;
  } catch (error) {
    expect(String(error)).toMatch(/authorization/i);
    return false;
  }
}

describe.each(clients)(
  "a new identity key of an operator with %s",
  { timeout: 120_000 },
  (client) => {
    it("refuses nobody while servers restart one after another, and the old key nothing after", async () => {
      const servers = await startFullResolver({ size: 2, strict: false });
      const { store, cluster } = servers;
      await addAccount(store, { name: at.account });
      await addUser(store, { account: at.account, name: "wally" });
      const old = await planOf(store);
      const seed = (await store.keys.get(old.target.key))?.getSeed() ?? new Uint8Array();
      // Accounts that only the identity key vouches for, as nsc signs them when it is told nothing else.
      const signers = async (key: string) => (key === old.target.key ? fromSeed(seed) : undefined);
      await signWithIdentity(store, old.target.key);
      await pushAll(servers);
      const creds = (await store.creds.read({ ...at, user: "wally" })) ?? "";
      const visitor = visit(cluster.urls, creds, client);
      const restartAll = async () => {
        await servers.configure();
        for (const server of cluster.servers) {
          await server.restart();
          await visitor.round();
        }
      };

      const plan = await planOf(store);
      expect(plan.steps.map(({ step }) => step)).toEqual([
        "introduce",
        "distribute",
        "reissue",
        "observe",
        "retire",
      ]);
      const { newKey } = await introduceKey(store, plan, { signers });
      await visitor.round();
      await restartAll();
      expect(await isLetIn(servers, fromSeed(seed))).toBe(true);
      // As after an interruption: all that is known is the old key.
      const resumed = planRotation(await readTree(store), { key: plan.target.key });
      expect(resumed.reissues.map(({ claims }) => claims.name)).toEqual(["KUBECON", "SYS"]);
      await reissue(store, resumed, newKey);
      await pushAll(servers);
      await visitor.round();
      await retireKey(store, resumed);
      await restartAll();

      const counts = await visitor.end();
      expect(counts).toEqual({ accepted: expect.any(Number), refused: 0 });
      expect(counts.accepted).toBeGreaterThan(10);
      expect(await isLetIn(servers, fromSeed(seed))).toBe(false);
      expect(await store.keys.has(plan.target.key)).toBe(false);
      const issuers = await issuersOnServers(servers);
      expect(issuers.filter((issuer) => issuer === newKey)).toHaveLength(2);
    });
  },
);

async function signWithIdentity(store: Store, identity: string) {
  const key = await store.keys.get(identity);
  for (const account of ["KUBECON", "SYS"]) {
    const { claims } = await readAccount(store, { ...at, account });
    if (key) {
      const token = encodeClaims("account", claims, key, { lastIssuedAt: claims.iat });
      await store.write({ ...at, account }, token);
    }
  }
}

async function issuersOnServers({ pusher }: FullResolver) {
  const connection = await pusher(Array.from({ length: 9 }, () => createAccount().publicKey));
  const { accounts } = await heldAccounts(connection, { inboxPrefix: connection.inboxPrefix });
  return accounts.flatMap(({ copies }) => copies.map(({ claims }) => claims?.iss));
}

describe("a new identity key of an operator", { timeout: 120_000 }, () => {
  it("refuses accounts between push and restart when the old key is dropped at once (the control)", async () => {
    const servers = await startFullResolver({ strict: false });
    const { store, cluster } = servers;
    await addAccount(store, { name: at.account });
    await addUser(store, { account: at.account, name: "wally" });
    const plan = await planOf(store, "dropped");
    await signWithIdentity(store, plan.target.key);
    await pushAll(servers);
    const creds = (await store.creds.read({ ...at, user: "wally" })) ?? "";
    const url = cluster.urls[0] ?? "";

    const dropped = await planOf(store, "dropped");
    const { newKey, entry } = await introduceKey(store, dropped);
    expect(entry.claims.nats.signing_keys).not.toContain(plan.target.key);
    // Resumed by the old key alone, which the operator no longer knows.
    const resumed = planRotation(await readTree(store), { key: plan.target.key });
    expect(resumed.target).toMatchObject({ kind: "operator identity", oldKey: "dropped" });
    await reissue(store, resumed, newKey);
    await pushAll(servers);
    // Nobody has used the account yet; one that a server has in memory lives on there as it was, until it restarts.
    await expect(connect({ url, creds })).rejects.toThrow(/authorization/i);
    await servers.configure();
    await cluster.servers[0]?.restart();
    await (await connect({ url, creds })).close();
    await retireKey(store, resumed);
    expect(await store.keys.has(plan.target.key)).toBe(false);
  });

  it("touches no account of a strict operator; a server takes it by a restart, not by a reload", async () => {
    const servers = await startFullResolver();
    const { store, cluster } = servers;
    await addAccount(store, { name: at.account });
    await addUser(store, { account: at.account, name: "wally" });
    await pushAll(servers);
    const before = await readTree(store);
    const plan = await planOf(store);
    expect(plan.target).toMatchObject({ kind: "operator identity", oldKey: "dropped" });
    expect(plan.reissues).toEqual([]);
    const { newKey } = await introduceKey(store, plan);
    const after = await readTree(store);
    expect(after.accounts).toEqual(before.accounts);
    expect(after.operator.claims).toMatchObject({ sub: newKey, iss: newKey });
    expect(after.operator.claims.nats).toEqual(before.operator.claims.nats);
    expect(checkTree(after).flatMap(({ errors }) => errors)).toEqual([]);

    const creds = (await store.creds.read({ ...at, user: "wally" })) ?? "";
    const url = cluster.urls[0] ?? "";
    await servers.configure();
    await expect(cluster.servers[0]?.reload()).rejects.toThrow(/TrustedOperators/);
    await (await connect({ url, creds })).close();
    await cluster.servers[0]?.restart();
    await (await connect({ url, creds })).close();
    await retireKey(store, plan);
    expect(await store.keys.has(plan.target.key)).toBe(false);
  });

  it("is not made twice from one plan, nor retired before there is a new one", async () => {
    const store = await createStore(await temporaryDirectory());
    await addOperator(store, { name: "KO", strict: false });
    const plan = await planOf(store);
    await expect(retireKey(store, plan)).rejects.toMatchObject({ code: "ERR_EXISTS" });
    const { newKey } = await introduceKey(store, plan);
    await expect(introduceKey(store, plan)).rejects.toMatchObject({
      code: "ERR_NOT_FOUND",
      message: expect.stringContaining(newKey),
    });
    const again = await planOf(store);
    await expect(introduceKey(store, again, { key: newKey })).rejects.toMatchObject({
      code: "ERR_EXISTS",
    });
    await expect(
      introduceKey(store, again, { key: createAccount().publicKey }),
    ).rejects.toMatchObject({ code: "ERR_KEY_KIND" });
  });

  it("may lie outside the store, and is left alone when its signer is not there", async () => {
    const store = await createStore(await temporaryDirectory());
    await addOperator(store, { name: "KO" });
    const outside = createOperator();
    const plan = await planOf(store);
    const key = outside.publicKey;
    await expect(introduceKey(store, plan, { key })).rejects.toMatchObject({
      code: "ERR_NO_PRIVATE_KEY",
    });
    expect((await readTree(store)).operator.claims.sub).toBe(plan.target.key);
    const signers = async (wanted: string) => (wanted === key ? outside : undefined);
    const { entry } = await introduceKey(store, plan, { key, signers });
    expect(entry.claims).toMatchObject({ sub: key, iss: key });
    expect(await store.keys.has(key)).toBe(false);
  });
});
