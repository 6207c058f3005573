import { describe, expect, it } from "vitest";
import { createOperator } from "../../src/index.js";
import {
  addAccount,
  addOperator,
  addScope,
  addSigningKey,
  addUser,
  createStore,
  introduceKey,
  planRotation,
  readAccount,
  readOperator,
  readTree,
  reissue,
  retireKey,
  type Store,
} from "../../src/nsc/index.js";
import { observeIssuer, push } from "../../src/resolver/index.js";
import { temporaryDirectory } from "../nsc/temporary-directory.js";
import { clients, connect } from "../resolver/clients.js";
import { type FullResolver, startFullResolver } from "../resolver/full-resolver.js";

const ACCOUNT = "KUBECON";
const at = { operator: "KO", account: ACCOUNT };
const template = { sub: { allow: ["_INBOX_{{subject()}}.>"] }, pub: { allow: ["chat.>"] } };

async function fill(store: Store) {
  await addAccount(store, { name: ACCOUNT });
  const { publicKey } = await addScope(store, { account: ACCOUNT, role: "member", template });
  await addUser(store, { account: ACCOUNT, name: "wally", signWith: "member" });
  await addUser(store, { account: ACCOUNT, name: "alice", signWith: "member" });
  return { oldKey: publicKey, account: await readAccount(store, at) };
}

async function pushAccount(servers: FullResolver) {
  const { claims, token } = await readAccount(servers.store, at);
  const connection = await servers.pusher([claims.sub]);
  const { inboxPrefix } = connection;
  const report = await push(connection, {
    operator: await servers.operator(),
    accounts: [token],
    inboxPrefix,
  });
  expect(report.complete).toBe(true);
}

async function observe(servers: FullResolver, issuer: string) {
  const { claims } = await readAccount(servers.store, at);
  const connection = await servers.pusher([claims.sub]);
  const { inboxPrefix } = connection;
  return observeIssuer(connection, { account: claims.sub, issuer, inboxPrefix });
}

describe.each(clients)("the rotation of a scope with %s", (client) => {
  it("refuses no connection before the old key is retired, and every one that it signed after", async () => {
    const servers = await startFullResolver({ size: 2 });
    const { store, cluster } = servers;
    const { oldKey } = await fill(store);
    await pushAccount(servers);
    const oldCreds = (await store.creds.read({ ...at, user: "wally" })) ?? "";
    const live = await connect({ url: cluster.urls[0] ?? "", creds: oldCreds, client });

    // Somebody connects all the time, with what the store hands out at that moment and with what it handed out before.
    const attempts = { accepted: 0, refused: 0 };
    let rotating = true;
    const visitor = (async () => {
      while (rotating) {
        for (const creds of [oldCreds, (await store.creds.read({ ...at, user: "wally" })) ?? ""]) {
          const url = cluster.urls[attempts.accepted % 2] ?? "";
          try {
            await (await connect({ url, creds, client })).close();
            attempts.accepted += 1;
          } catch {
            attempts.refused += 1;
          }
        }
      }
    })();

    const plan = planRotation(await readTree(store), { account: ACCOUNT, key: "member" });
    expect(plan.reissues.map(({ claims }) => claims.name)).toEqual(["alice", "wally"]);
    const { newKey } = await introduceKey(store, plan);
    await pushAccount(servers);
    const { users } = await reissue(store, plan, newKey);
    expect(users.map(({ claims }) => claims.iss)).toEqual([newKey, newKey]);
    rotating = false;
    await visitor;
    expect(attempts.refused).toBe(0);
    expect(attempts.accepted).toBeGreaterThan(3);
    await live.flush();

    const left = () => observe(servers, oldKey);
    // Servers notice a moment later that the last visitor has left.
    const poll = { timeout: 10_000 };
    await expect.poll(left, poll).toEqual([expect.objectContaining({ issuer: oldKey })]);
    await retireKey(store, plan);
    await pushAccount(servers);
    await live.closed();
    await expect.poll(left, poll).toEqual([]);
    // The control: what the old key signed is refused from now on, the new creds are not.
    await expect(connect({ url: cluster.urls[1] ?? "", creds: oldCreds, client })).rejects.toThrow(
      /authorization/i,
    );
    const newCreds = (await store.creds.read({ ...at, user: "wally" })) ?? "";
    await (await connect({ url: cluster.urls[1] ?? "", creds: newCreds, client })).flush();
    expect(await store.keys.has(oldKey)).toBe(false);
  });
});

describe("rotation", () => {
  it("gives the new scope the same role and template, and signs with it from then on", async () => {
    const store = await createStore(await temporaryDirectory());
    await addOperator(store, { name: "KO" });
    const { oldKey } = await fill(store);
    const plan = planRotation(await readTree(store), { account: ACCOUNT, key: "member" });
    const { newKey, entry } = await introduceKey(store, plan);
    const keys = "signing_keys" in entry.claims.nats ? (entry.claims.nats.signing_keys ?? []) : [];
    const [before, after] = [oldKey, newKey].map((wanted) =>
      keys.find((key) => typeof key !== "string" && key.key === wanted),
    );
    expect(after).toEqual({ ...(before as object), key: newKey });
    await reissue(store, plan, newKey);
    await retireKey(store, plan);
    const user = await addUser(store, { account: ACCOUNT, name: "late", signWith: "member" });
    expect(user.claims.iss).toBe(newKey);
  });

  it("does not retire a key that still signs somebody, unless told to", async () => {
    const store = await createStore(await temporaryDirectory());
    await addOperator(store, { name: "KO" });
    await fill(store);
    const plan = planRotation(await readTree(store), { account: ACCOUNT, key: "member" });
    await expect(retireKey(store, plan)).rejects.toMatchObject({
      code: "ERR_EXISTS",
      message: expect.stringContaining("KO/KUBECON/alice, KO/KUBECON/wally"),
    });
    await retireKey(store, plan, { evenIfUsed: true });
    expect((await readAccount(store, at)).claims.nats.signing_keys).toHaveLength(1);
  });

  it("issues every account again when an operator's signing key is rotated", async () => {
    const store = await createStore(await temporaryDirectory());
    await addOperator(store, { name: "KO" });
    await fill(store);
    const plan = planRotation(await readTree(store), {});
    expect(plan.steps.map(({ step }) => step)).toEqual([
      "introduce",
      "distribute",
      "reissue",
      "observe",
      "retire",
    ]);
    const { newKey } = await introduceKey(store, plan);
    const { accounts } = await reissue(store, plan, newKey);
    expect(accounts.map(({ claims }) => [claims.name, claims.iss])).toEqual([
      ["KUBECON", newKey],
      ["SYS", newKey],
    ]);
    await retireKey(store, plan);
    const { claims } = await readOperator(store, { operator: "KO" });
    expect(claims.nats.signing_keys).toEqual([newKey]);
  });

  it("names the keys when it must be told which", async () => {
    const store = await createStore(await temporaryDirectory());
    await addOperator(store, { name: "KO" });
    const { account, oldKey } = await fill(store);
    const tree = await readTree(store);
    expect(() => planRotation(tree, { account: ACCOUNT })).toThrow(oldKey);
    expect(() => planRotation(tree, { account: "NONE" })).toThrow(/no account NONE/);
    expect(() => planRotation(tree, { account: ACCOUNT, key: account.claims.sub })).toThrow(
      expect.objectContaining({
        code: "ERR_KEY_OPERATION",
        message: expect.stringMatching(/can't be replaced.*Let signing keys sign its users/),
      }),
    );
  });

  it("signs with no key but the one that was introduced, however it is called", async () => {
    const store = await createStore(await temporaryDirectory());
    const operator = await addOperator(store, { name: "KO" });
    const { account } = await fill(store);
    const { publicKey: plain } = await addSigningKey(store, { account: ACCOUNT });
    const { publicKey: other } = await addScope(store, {
      account: ACCOUNT,
      role: "other",
      template,
    });
    const plan = planRotation(await readTree(store), { account: ACCOUNT, key: "member" });
    // A key of another role, an unscoped one, the identity, a stranger's: their seeds are all in the store.
    for (const key of [other, plain, account.claims.sub, operator.claims.sub]) {
      await expect(reissue(store, plan, key)).rejects.toMatchObject({ code: "ERR_TRUST" });
    }
    const stranger = createOperator();
    await store.keys.put(stranger);
    const operators = planRotation(await readTree(store), {});
    // A strict operator's identity would be refused by servers; an account's key signs no accounts.
    for (const key of [stranger.publicKey, plain]) {
      await expect(reissue(store, operators, key)).rejects.toMatchObject({ code: "ERR_TRUST" });
    }
    const { users } = await readTree(store).then(({ accounts }) => accounts[0] ?? { users: [] });
    expect(users.map(({ claims }) => claims.iss)).toEqual([plan.target.key, plan.target.key]);
  });

  it("lists users whose seed is elsewhere, since they must be given their new token", async () => {
    const store = await createStore(await temporaryDirectory());
    await addOperator(store, { name: "KO" });
    await fill(store);
    const wally = await readTree(store).then((tree) => tree.accounts[0]?.users[1]);
    await store.keys.remove(wally?.claims.sub ?? "");
    const plan = planRotation(await readTree(store), { account: ACCOUNT, key: "member" });
    const { newKey } = await introduceKey(store, plan);
    const { users, withoutCreds } = await reissue(store, plan, newKey);
    expect(users.map(({ claims }) => claims.name)).toEqual(["alice"]);
    expect(withoutCreds.map(({ claims }) => claims.name)).toEqual(["wally"]);
  });
});
