import { mkdir, writeFile } from "node:fs/promises";
import { dirname } from "node:path";
import { startServer } from "@kchat/nats-server";
import { describe, expect, it, onTestFinished } from "vitest";
import { createUser, memoryResolverConfig, parseCreds } from "../../src/index.js";
import {
  addAccount,
  addOperator,
  addScope,
  addUser,
  createStore,
  readTree,
  reissueUser,
  type Store,
} from "../../src/nsc/index.js";
import { temporaryDirectory } from "../nsc/temporary-directory.js";
import { clients, connect } from "../resolver/clients.js";

const account = "KUBECON";
const at = { operator: "KO", account };

async function fill(): Promise<Store> {
  const store = await createStore(await temporaryDirectory());
  await addOperator(store, { name: "KO" });
  await addAccount(store, { name: account });
  return store;
}

async function configOf(store: Store): Promise<string> {
  const { operator, accounts } = await readTree(store);
  return memoryResolverConfig({
    operator: operator.token,
    accounts: accounts.map(({ token }) => token),
  });
}

async function credsOf(store: Store, user: string): Promise<string> {
  return (await store.creds.read({ ...at, user })) ?? "";
}

const expired = /authorization/i;

describe.each(clients)("a user under a new key with %s", { timeout: 60_000 }, (client) => {
  it("has the rights it had, down to its private inbox; the old creds are refused once it is revoked", async () => {
    const store = await fill();
    const key = createUser();
    const inbox = `_INBOX_${key.publicKey}`;
    const permissions = { pub: { allow: ["ask"] }, sub: { allow: [`${inbox}.>`], deny: ["no"] } };
    const before = await addUser(store, { account, name: "asker", key, permissions });
    await addUser(store, {
      account,
      name: "service",
      permissions: { sub: { allow: ["ask"] }, pub: { allow: [`${inbox}.>`] } },
    });
    const server = await startServer({ config: await configOf(store) });
    onTestFinished(async () => {
      await server.stop();
    });
    const { url } = server;
    const oldCreds = await credsOf(store, "asker");

    const {
      user,
      oldKey,
      account: revoked,
      mentionedBy,
    } = await reissueUser(store, {
      account,
      user: "asker",
      revokeOld: true,
    });
    expect(oldKey).toBe(key.publicKey);
    const { iat: _iat, jti: _jti, sub, nats, ...claims } = user.claims;
    const { iat: _at, jti: _id, sub: _sub, nats: rights, ...others } = before.claims;
    expect({ ...claims, nats: JSON.stringify(nats) }).toEqual({
      ...others,
      nats: JSON.stringify(rights).replaceAll(oldKey, sub),
    });
    expect(revoked?.claims.nats.revocations).toHaveProperty(oldKey);
    expect(await store.keys.has(oldKey)).toBe(false);
    // Whoever else was given rights to the old key's inbox must be told by a person.
    expect(mentionedBy).toEqual(["KO/KUBECON/service"]);

    // The servers know nothing yet: both log in.
    const creds = await credsOf(store, "asker");
    expect(parseCreds(creds).keyPair.publicKey).toBe(sub);
    const inboxPrefix = `_INBOX_${sub}`;
    const asker = await connect({ url, creds, inboxPrefix, client });
    const live = await connect({ url, creds: oldCreds, inboxPrefix: inbox, client });
    // The attack: the new user listens on the old one's inbox, the old one on the new one's.
    for (const [spy, prefix] of [
      [asker, inbox],
      [live, inboxPrefix],
    ] as const) {
      const refusal = new Promise((resolve) => {
        spy.subscribe(`${prefix}.>`, { callback: (error) => resolve(error?.message) });
      });
      expect(await refusal).toMatch(/permission/i);
    }
    await server.writeConfig(await configOf(store));
    await server.reload();
    await live.closed();
    await expect(connect({ url, creds: oldCreds, client })).rejects.toThrow(expired);
    // A reload makes everybody log in again.
    await (await connect({ url, creds, inboxPrefix, client })).flush();
  });
});

describe("a user under a new key", { timeout: 60_000 }, () => {
  it("keeps its scope, and leaves the old key good unless told to revoke it", async () => {
    const store = await fill();
    const template = { sub: { allow: ["_INBOX_{{subject()}}.>"] } };
    const { publicKey } = await addScope(store, { account, role: "member", template });
    await addUser(store, { account, name: "wally", signWith: "member", tags: ["team:red"] });
    const { user, account: revoked, oldKey } = await reissueUser(store, { account, user: "wally" });
    expect(user.claims).toMatchObject({ iss: publicKey, nats: { tags: ["team:red"] } });
    expect(revoked).toBeUndefined();
    const { accounts } = await readTree(store);
    expect(accounts[0]?.claims.nats.revocations).toBeUndefined();
    expect(await store.keys.has(oldKey)).toBe(true);
  });

  it("takes a key made elsewhere, keeps no creds of the old one, and refuses the wrong kind", async () => {
    const store = await fill();
    const { claims } = await addUser(store, { account, name: "wally" });
    const { publicKey } = createUser();
    const { user } = await reissueUser(store, { account, user: "wally", key: publicKey });
    expect(user.claims.sub).toBe(publicKey);
    expect(await store.creds.read({ ...at, user: "wally" })).toBeUndefined();
    const wrong = (key: string) => reissueUser(store, { account, user: "wally", key });
    await expect(wrong(publicKey)).rejects.toMatchObject({ code: "ERR_EXISTS" });
    await expect(wrong(claims.iss ?? "")).rejects.toMatchObject({ code: "ERR_KEY_KIND" });
    await expect(wrong(`${claims.sub}A`)).rejects.toMatchObject({ code: "ERR_KEY_NOT_CANONICAL" });
  });

  it("can be had again after an interruption: what was revoked stays revoked", async () => {
    const store = await fill();
    const { claims } = await addUser(store, { account, name: "wally" });
    const key = createUser();
    const path = store.keys.path(key.publicKey);
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, "in the way");
    const options = { account, user: "wally", revokeOld: true };
    // It stops where the new seed is stored, after the revocation.
    await expect(reissueUser(store, { ...options, key })).rejects.toMatchObject({
      code: "ERR_STORE",
    });
    expect((await readTree(store)).accounts[0]?.users[0]?.claims.sub).toBe(claims.sub);
    const { user, oldKey } = await reissueUser(store, options);
    expect(oldKey).toBe(claims.sub);
    const revocations = (await readTree(store)).accounts[0]?.claims.nats.revocations;
    expect(Object.keys(revocations ?? {})).toEqual([oldKey]);
    expect(user.claims.sub).not.toBe(oldKey);
  });
});
