import { describe, expect, it, vi } from "vitest";
import {
  createAccount,
  createOperator,
  decodeAccount,
  encodeClaims,
  newAccountClaims,
} from "../../src/index.js";
import { addAccount, addUser, editAccount, readAccount } from "../../src/nsc/index.js";
import {
  diff,
  listAccounts,
  lookup,
  pull,
  push,
  removeAccounts,
} from "../../src/resolver/index.js";
import { clients, connect } from "./clients.js";
import { startFullResolver } from "./full-resolver.js";

describe.each(clients)("push with %s", (client) => {
  it("stores an account on every server, and reads it back from each", async () => {
    const { store, cluster, operator, pusher } = await startFullResolver({ size: 3 });
    const account = await addAccount(store, { name: "KUBECON" });
    await addUser(store, { account: "KUBECON", name: "wally" });
    const connection = await pusher([account.claims.sub], client);
    const options = { inboxPrefix: connection.inboxPrefix };
    const request = { operator: await operator(), accounts: [account.token], ...options };

    const report = await push(connection, request);
    expect(report.servers).toHaveLength(3);
    expect(report).toMatchObject({
      complete: true,
      accounts: [{ name: "KUBECON", outcome: "stored", readBack: 3 }],
    });
    expect(report.accounts[0]?.answers.map(({ outcome }) => outcome)).toEqual([
      "updated",
      "updated",
      "updated",
    ]);
    const creds = await store.creds.read({ ...account.address, user: "wally" });
    for (const url of cluster.urls) {
      const user = await connect({ url, creds: creds ?? "", client });
      await user.flush();
    }

    const again = await push(connection, request);
    expect(again).toMatchObject({ complete: true, accounts: [{ outcome: "unchanged" }] });
    const lists = await listAccounts(connection, options);
    expect(lists.map(({ accounts }) => accounts.includes(account.claims.sub as never))).toEqual([
      true,
      true,
      true,
    ]);
    const { accounts, damaged } = await pull(connection, options);
    expect(accounts.map(({ token }) => token)).toContain(account.token);
    expect(damaged).toEqual([]);
  });
});

describe("push", () => {
  it("refuses what a server would store without a word", async () => {
    const { store, operator, pusher } = await startFullResolver();
    const { claims, token } = await addAccount(store, { name: "KUBECON" });
    const stranger = encodeClaims(
      "account",
      newAccountClaims(claims.sub, { name: "X" }),
      createOperator(),
    );
    const selfSigned = createAccount();
    const own = newAccountClaims(selfSigned.publicKey, { name: "Y" });
    const connection = await pusher([claims.sub, selfSigned.publicKey]);
    const { inboxPrefix } = connection;
    const current = await operator();
    await push(connection, { operator: current, accounts: [token], inboxPrefix });
    for (const bad of [stranger, encodeClaims("account", own, selfSigned)]) {
      await expect(
        push(connection, { operator: current, accounts: [bad], inboxPrefix }),
      ).rejects.toMatchObject({ code: "ERR_TRUST" });
    }
    expect((await lookup(connection, claims.sub, { inboxPrefix })).copies).toEqual([
      { token, servers: 1 },
    ]);
    // The control: the server itself takes the stranger's account in the place of the true one.
    const subject = `$SYS.REQ.ACCOUNT.${claims.sub}.CLAIMS.UPDATE`;
    const reply = await connection.request(subject, stranger, { timeout: 2000 });
    expect(reply.string()).toContain('"message":"jwt updated"');
    expect((await lookup(connection, claims.sub, { inboxPrefix })).copies[0]?.token).toBe(stranger);
  });

  it("refuses to roll an account back", async () => {
    const { store, operator, pusher } = await startFullResolver({ size: 2 });
    const old = await addAccount(store, { name: "KUBECON" });
    const fresh = await editAccount(store, {
      account: "KUBECON",
      change: (claims) => ({ ...claims, nats: { ...claims.nats, description: "second" } }),
    });
    expect(fresh.claims.jti).not.toBe(old.claims.jti);
    const connection = await pusher([old.claims.sub]);
    const { inboxPrefix } = connection;
    const base = { operator: await operator(), inboxPrefix };
    await push(connection, { ...base, accounts: [fresh.token] });
    await expect(push(connection, { ...base, accounts: [old.token] })).rejects.toMatchObject({
      code: "ERR_ROLLBACK",
    });
    const [copy, ...others] = (await lookup(connection, old.claims.sub, base)).copies;
    expect(others).toEqual([]);
    expect(decodeAccount(copy?.token ?? "").nats.description).toBe("second");
  });

  it("refuses a name that would leave its directory where it is pulled", async () => {
    const { store, operator, pusher } = await startFullResolver();
    const { claims } = await addAccount(store, { name: "KUBECON" });
    const signer = await store.keys.get(claims.iss ?? "");
    if (signer === undefined) throw new Error("the operator's signing key is not in the store");
    const renamed = encodeClaims("account", { ...claims, name: "../../root" }, signer);
    const connection = await pusher([claims.sub]);
    const { inboxPrefix } = connection;
    await expect(
      push(connection, { operator: await operator(), accounts: [renamed], inboxPrefix }),
    ).rejects.toMatchObject({ code: "ERR_NAME" });
  });

  it("pushes nothing at all when one of the accounts is bad", async () => {
    const { store, operator, pusher } = await startFullResolver();
    const good = await addAccount(store, { name: "GOOD" });
    const expired = await addAccount(store, { name: "EXPIRED", expiresAt: 1_700_000_000 });
    const connection = await pusher([good.claims.sub, expired.claims.sub]);
    const { inboxPrefix } = connection;
    const accounts = [good.token, expired.token];
    await expect(
      push(connection, { operator: await operator(), accounts, inboxPrefix }),
    ).rejects.toMatchObject({ code: "ERR_CLAIM_INVALID" });
    expect((await lookup(connection, good.claims.sub, { inboxPrefix })).copies).toEqual([]);
  });

  it("names the servers that did not take it", async () => {
    const { store, cluster, operator, pusher } = await startFullResolver({ size: 2 });
    const account = await addAccount(store, { name: "KUBECON" });
    const connection = await pusher([account.claims.sub]);
    const { inboxPrefix } = connection;
    await vi.waitUntil(() => countsItsPeer(connection), { timeout: 10_000, interval: 50 });
    // Stopped, but not gone: it is still counted as up and does not answer.
    using _frozen = await cluster.servers[1]?.freeze();
    const report = await push(connection, {
      operator: await operator(),
      accounts: [account.token],
      inboxPrefix,
      timeoutMs: 700,
    });
    expect(report).toMatchObject({ complete: false, silent: 1 });
    expect(report.servers).toHaveLength(1);
  });
});

/** Servers learn of each other from their statistics, a moment after the route is up. */
async function countsItsPeer(connection: Awaited<ReturnType<typeof connect>>): Promise<boolean> {
  const reply = await connection.request("$SYS.REQ.SERVER.PING", undefined, { timeout: 2000 });
  return reply.json<{ statsz: { active_servers: number } }>().statsz.active_servers === 2;
}

describe("diff", () => {
  it("tells what is newer where", async () => {
    const { store, operator, pusher } = await startFullResolver();
    const same = await addAccount(store, { name: "SAME" });
    const older = await addAccount(store, { name: "CHANGED" });
    const here = await addAccount(store, { name: "HERE" });
    const { claims } = await readAccount(store, { operator: "KO", account: "SYS" });
    const connection = await pusher(
      [same.claims, older.claims, here.claims, claims].map(({ sub }) => sub),
    );
    const options = { inboxPrefix: connection.inboxPrefix };
    const accounts = [same.token, older.token];
    await push(connection, { operator: await operator(), accounts, ...options });
    const newer = await editAccount(store, { account: "CHANGED", change: (claims) => claims });
    const found = await diff(connection, [same.token, newer.token, here.token], options);
    expect(Object.fromEntries(found.map(({ name, state }) => [name, state]))).toEqual({
      SAME: "same",
      CHANGED: "newer here",
      HERE: "only here",
      SYS: "only there",
    });
    const back = await diff(connection, [older.token], options);
    expect(back.find(({ name }) => name === "CHANGED")?.state).toBe("same");
  });

  it("takes a lookup that it may not make for an error, not for an absent account", async () => {
    const { store, pusher } = await startFullResolver();
    const account = await addAccount(store, { name: "KUBECON" });
    const connection = await pusher([]);
    const options = { inboxPrefix: connection.inboxPrefix, timeoutMs: 300 };
    await expect(diff(connection, [account.token], options)).rejects.toMatchObject({
      code: "ERR_RESOLVER",
    });
  });
});

describe("removeAccounts", () => {
  it("removes what an operator's key asks for, and nothing for a stranger", async () => {
    const { store, operator, pusher } = await startFullResolver();
    const account = await addAccount(store, { name: "KUBECON" });
    const connection = await pusher([account.claims.sub]);
    const options = { inboxPrefix: connection.inboxPrefix };
    await push(connection, { operator: await operator(), accounts: [account.token], ...options });
    const accounts = [account.claims.sub];
    const refused = await removeAccounts(connection, {
      accounts,
      signer: createOperator(),
      ...options,
    });
    expect(refused).toMatchObject([{ removed: false }]);
    expect((await lookup(connection, account.claims.sub, options)).copies).toHaveLength(1);
    const signer = await store.keys.get(account.claims.iss ?? "");
    if (signer === undefined) throw new Error("the operator's signing key is not in the store");
    const removed = await removeAccounts(connection, { accounts, signer, ...options });
    expect(removed).toMatchObject([{ removed: true, message: "deleted 1 accounts" }]);
    expect((await lookup(connection, account.claims.sub, options)).copies).toEqual([]);
  });
});
