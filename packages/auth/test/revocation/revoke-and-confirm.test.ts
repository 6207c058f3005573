import { describe, expect, it } from "vitest";
import { createUser, formatCreds, issueUser } from "../../src/index.js";
import {
  type AccountEntry,
  addAccount,
  addScope,
  addUser,
  fileIssueLog,
  revoke,
} from "../../src/nsc/index.js";
import { push, revokeAndConfirm } from "../../src/resolver/index.js";
import { temporaryDirectory } from "../nsc/temporary-directory.js";
import { clients, connect } from "../resolver/clients.js";
import { type FullResolver, startFullResolver } from "../resolver/full-resolver.js";

const ACCOUNT = "KUBECON";

async function pushAccount(servers: FullResolver, { claims, token }: AccountEntry) {
  const connection = await servers.pusher([claims.sub]);
  const { inboxPrefix } = connection;
  await push(connection, { operator: await servers.operator(), accounts: [token], inboxPrefix });
  return connection;
}

async function credsOf(servers: FullResolver, user: string): Promise<string> {
  const creds = await servers.store.creds.read({ operator: "KO", account: ACCOUNT, user });
  if (creds === undefined) throw new Error(`${user} has no creds`);
  return creds;
}

describe.each(clients)("revokeAndConfirm with %s", (client) => {
  it("closes the live connections of the revoked on every server, and of nobody else", async () => {
    const servers = await startFullResolver({ size: 2 });
    const { store, cluster } = servers;
    const account = await addAccount(store, { name: ACCOUNT });
    for (const name of ["mallory", "alice"]) await addUser(store, { account: ACCOUNT, name });
    const pusher = await pushAccount(servers, account);
    const [mallory, alice] = [await credsOf(servers, "mallory"), await credsOf(servers, "alice")];
    const bad = await Promise.all(
      cluster.urls.map((url) => connect({ url, creds: mallory, client })),
    );
    const good = await connect({ url: cluster.urls[0] ?? "", creds: alice, client });

    const { entry, keys } = await revoke(store, { account: ACCOUNT, target: { name: "mallory" } });
    expect(keys).toHaveLength(1);
    // The control: what is only written down closes nothing.
    for (const connection of bad) await connection.flush();
    const report = await revokeAndConfirm(pusher, {
      operator: await servers.operator(),
      account: entry.token,
      inboxPrefix: pusher.inboxPrefix,
    });
    expect(report).toMatchObject({ confirmed: true, remaining: [] });
    expect(report.closed.map(({ server }) => server.name).sort()).toEqual(
      cluster.servers.map(({ name }) => name).sort(),
    );
    await Promise.all(bad.map((connection) => connection.closed()));
    await good.flush();
    await expect(connect({ url: cluster.urls[1] ?? "", creds: mallory, client })).rejects.toThrow(
      /authorization/i,
    );
    // A replacement that is issued later is accepted.
    const key = (await store.keys.get(keys[0] ?? "")) ?? createUser();
    const [signingKey] = entry.claims.nats.signing_keys ?? [];
    const signer = typeof signingKey === "string" && (await store.keys.get(signingKey));
    if (!signer) throw new Error("the account's signing key is not in the store");
    const replacement = issueUser(signer, {
      user: key.getPublicKey(),
      account: account.claims.sub,
      name: "mallory",
      grant: {},
      now: Math.floor(Date.now() / 1000) + 1,
    });
    const again = await connect({
      url: cluster.urls[1] ?? "",
      creds: formatCreds(replacement, key),
      client,
    });
    await again.flush();
  });
});

describe("revokeAndConfirm", () => {
  it("revokes by name somebody who is in no store, through the issue log", async () => {
    const servers = await startFullResolver();
    const { store, cluster } = servers;
    await addAccount(store, { name: ACCOUNT });
    const account = await addScope(store, { account: ACCOUNT, role: "member", template: {} });
    const pusher = await pushAccount(servers, account);
    const signer = await store.keys.get(account.publicKey);
    if (signer === undefined) throw new Error("the scope's seed is not in the store");
    const key = createUser();
    const issuedAt = Math.floor(Date.now() / 1000);
    const jwt = issueUser(signer, {
      user: key.publicKey,
      account: account.claims.sub,
      name: "eve",
    });
    const log = fileIssueLog(`${await temporaryDirectory()}/issued.jsonl`);
    await log.append({ name: "eve", publicKey: key.publicKey, issuedAt });
    const url = cluster.urls[0] ?? "";
    const eve = await connect({ url, creds: formatCreds(jwt, key) });

    await expect(
      revoke(store, { account: ACCOUNT, target: { name: "eve" } }),
    ).rejects.toMatchObject({ code: "ERR_NOT_FOUND" });
    const { entry, keys } = await revoke(store, { account: ACCOUNT, target: { name: "eve" }, log });
    expect(keys).toEqual([key.publicKey]);
    const report = await revokeAndConfirm(pusher, {
      operator: await servers.operator(),
      account: entry.token,
      inboxPrefix: pusher.inboxPrefix,
    });
    expect(report.confirmed).toBe(true);
    expect(report.closed).toHaveLength(1);
    await eve.closed();
  });

  it("revokes everyone of an account, and drops the entries that this covers", async () => {
    const servers = await startFullResolver();
    const { store, cluster } = servers;
    const account = await addAccount(store, { name: ACCOUNT });
    for (const name of ["a", "b"]) await addUser(store, { account: ACCOUNT, name });
    const pusher = await pushAccount(servers, account);
    const url = cluster.urls[0] ?? "";
    const open = [];
    for (const name of ["a", "b"])
      open.push(await connect({ url, creds: await credsOf(servers, name) }));
    await revoke(store, { account: ACCOUNT, target: { name: "a" } });
    const { entry, at } = await revoke(store, { account: ACCOUNT, target: { everyone: true } });
    expect(entry.claims.nats.revocations).toEqual({ "*": at });
    const report = await revokeAndConfirm(pusher, {
      operator: await servers.operator(),
      account: entry.token,
      inboxPrefix: pusher.inboxPrefix,
    });
    expect(report.closed).toHaveLength(2);
    await Promise.all(open.map((connection) => connection.closed()));
  });

  it("refuses another spelling of a key, which would revoke nobody", async () => {
    const { store } = await startFullResolver();
    await addAccount(store, { name: ACCOUNT });
    const publicKey = `${createUser().publicKey}A`;
    await expect(revoke(store, { account: ACCOUNT, target: { publicKey } })).rejects.toMatchObject({
      code: expect.stringMatching(/^ERR_KEY/),
    });
  });
});
