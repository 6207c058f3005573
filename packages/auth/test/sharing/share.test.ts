import { describe, expect, it } from "vitest";
import {
  type AccountClaims,
  createAccount,
  createOperator,
  encodeClaims,
} from "../../src/index.js";
import {
  type AccountEntry,
  addAccount,
  addUser,
  editAccount,
  revokeActivation,
  type Store,
} from "../../src/nsc/index.js";
import { push } from "../../src/resolver/index.js";
import { checkSharing } from "../../src/sharing/check-sharing.js";
import { withExport, withImport } from "../../src/sharing/edit-account.js";
import { exportService, exportStream } from "../../src/sharing/exports.js";
import { importService, importStream } from "../../src/sharing/imports.js";
import { issueActivation } from "../../src/sharing/issue-activation.js";
import { clients, connect } from "../resolver/clients.js";
import { type FullResolver, startFullResolver } from "../resolver/full-resolver.js";

const STATUS = "status.>";
const DEPLOY = "deploy.request";

/** Synadia exports a status stream to anyone and a private service to CNCF, as in the tutorial's talk. */
async function synadia(store: Store): Promise<AccountEntry> {
  await addAccount(store, { name: "SYNADIA" });
  await addUser(store, { account: "SYNADIA", name: "ops" });
  return editAccount(store, {
    account: "SYNADIA",
    change: (claims) =>
      withExport(
        withExport(claims, exportStream({ subject: STATUS, access: "anyone" })),
        exportService({ subject: DEPLOY }),
      ),
  });
}

async function activation(store: Store, exporter: AccountEntry, importer: string) {
  const [key] = exporter.claims.nats.signing_keys ?? [];
  const signer = typeof key === "string" ? await store.keys.get(key) : undefined;
  if (signer === undefined) throw new Error("SYNADIA has no signing key");
  return issueActivation({
    exporter: exporter.claims,
    signer,
    importer,
    subject: DEPLOY,
    type: "service",
  });
}

async function importer(store: Store, name: string, exporter: string, token: string | undefined) {
  await addAccount(store, { name });
  await addUser(store, { account: name, name: "dev" });
  return editAccount(store, {
    account: name,
    change: (claims) =>
      withImport(
        withImport(
          claims,
          importStream({ from: exporter, subject: STATUS, localSubject: "synadia.status.>" }),
        ),
        importService({ from: exporter, subject: DEPLOY, token }),
      ),
  });
}

async function pushAll(servers: FullResolver, accounts: readonly AccountEntry[]) {
  const connection = await servers.pusher(accounts.map(({ claims }) => claims.sub));
  return push(connection, {
    operator: await servers.operator(),
    accounts: accounts.map(({ token }) => token),
    inboxPrefix: connection.inboxPrefix,
  });
}

async function user(servers: FullResolver, account: string, name: string, client = clients[0]) {
  const creds = await servers.store.creds.read({ operator: "KO", account, user: name });
  return connect({ url: servers.cluster.urls[0] ?? "", creds: creds ?? "", client });
}

describe.each(clients)("sharing across accounts with %s", (client) => {
  it("carries a public stream to whoever imports it, and a private service to the activated alone", async () => {
    const servers = await startFullResolver();
    const { store } = servers;
    const exporter = await synadia(store);
    const cncf = await addAccount(store, { name: "CNCF" });
    const token = await activation(store, exporter, cncf.claims.sub);
    const activated = await importer(store, "CNCF", exporter.claims.sub, token);
    const outsider = await addAccount(store, { name: "OUTSIDER" });
    await addUser(store, { account: "OUTSIDER", name: "dev" });

    expect(checkSharing([exporter.claims, activated.claims])).toEqual([]);
    // Importers are given first: the push itself puts the exporter before them.
    const report = await pushAll(servers, [activated, outsider, exporter]);
    expect(report.accounts.map(({ name }) => name)).toEqual(["SYNADIA", "CNCF", "OUTSIDER"]);

    const ops = await user(servers, "SYNADIA", "ops", client);
    ops.subscribe(DEPLOY, { callback: (_, message) => void message.respond("deployed") });
    await ops.flush();
    const dev = await user(servers, "CNCF", "dev", client);
    const reply = await dev.request(DEPLOY, "v1", { timeout: 2000 });
    expect(reply.string()).toBe("deployed");

    const heard: string[] = [];
    dev.subscribe("synadia.status.>", {
      callback: (_, message) => void heard.push(message.subject),
    });
    const outside = await user(servers, "OUTSIDER", "dev", client);
    const leaked: string[] = [];
    outside.subscribe(">", { callback: (_, message) => void leaked.push(message.subject) });
    await Promise.all([dev.flush(), outside.flush()]);
    ops.publish("status.eu", "up");
    await ops.flush();
    await dev.request(DEPLOY, "fence", { timeout: 2000 });
    expect(heard).toEqual(["synadia.status.eu"]);
    await expect(outside.request(DEPLOY, "v1", { timeout: 500 })).rejects.toThrow();
    // Its own request is all that an account without imports ever sees.
    expect(leaked.filter((subject) => !subject.startsWith("_INBOX"))).toEqual([DEPLOY]);
  });
});

describe("an activation", () => {
  it("gives a thief nothing on a real server, though the token itself is genuine", async () => {
    const servers = await startFullResolver();
    const { store } = servers;
    const exporter = await synadia(store);
    const cncf = await addAccount(store, { name: "CNCF" });
    const token = await activation(store, exporter, cncf.claims.sub);
    const thief = await importer(store, "THIEF", exporter.claims.sub, undefined);
    await pushAll(servers, [exporter, thief]);
    const ops = await user(servers, "SYNADIA", "ops");
    let asked = 0;
    ops.subscribe(DEPLOY, {
      callback: (_, message) => {
        asked += 1;
        message.respond("deployed");
      },
    });
    await ops.flush();
    const dev = await user(servers, "THIEF", "dev");
    await expect(dev.request(DEPLOY, "v1", { timeout: 500 })).rejects.toThrow();
    expect(asked).toBe(0);

    // With the stolen token: refused here before it is issued, refused by our push, refused by the server itself.
    const steal = (claims: AccountClaims) =>
      withImport(claims, importService({ from: exporter.claims.sub, subject: DEPLOY, token }));
    expect(checkSharing([exporter.claims, steal(thief.claims)])).toMatchObject([
      { problem: "activation invalid", importer: thief.claims.sub, subject: DEPLOY },
    ]);
    const edit = { account: "THIEF", change: steal };
    await expect(editAccount(store, edit)).rejects.toMatchObject({ code: "ERR_CLAIM_INVALID" });
    const signer = await store.keys.get(thief.claims.iss ?? "");
    if (signer === undefined) throw new Error("the operator's signing key is not in the store");
    const { iat } = thief.claims;
    const forged = encodeClaims("account", steal(thief.claims), signer, { lastIssuedAt: iat });
    const connection = await servers.pusher([thief.claims.sub]);
    const { inboxPrefix } = connection;
    await expect(
      push(connection, { operator: await servers.operator(), accounts: [forged], inboxPrefix }),
    ).rejects.toMatchObject({ code: "ERR_CLAIM_INVALID" });
    const subject = `$SYS.REQ.ACCOUNT.${thief.claims.sub}.CLAIMS.UPDATE`;
    const answer = await connection.request(subject, forged, { timeout: 2000 });
    expect(answer.string()).toContain("validation");
    await expect(dev.request(DEPLOY, "v1", { timeout: 500 })).rejects.toThrow();
    expect(asked).toBe(0);
  });

  it("stops working when it is revoked, also for a connection that is open", async () => {
    const servers = await startFullResolver();
    const { store } = servers;
    const exporter = await synadia(store);
    const cncf = await addAccount(store, { name: "CNCF" });
    const token = await activation(store, exporter, cncf.claims.sub);
    const activated = await importer(store, "CNCF", exporter.claims.sub, token);
    await pushAll(servers, [exporter, activated]);
    const ops = await user(servers, "SYNADIA", "ops");
    ops.subscribe(DEPLOY, { callback: (_, message) => void message.respond("deployed") });
    await ops.flush();
    const dev = await user(servers, "CNCF", "dev");
    await dev.request(DEPLOY, "v1", { timeout: 2000 });

    const revoked = await revokeActivation(store, {
      account: "SYNADIA",
      subject: DEPLOY,
      type: "service",
      importer: cncf.claims.sub,
    });
    expect(checkSharing([revoked.claims, activated.claims])).toMatchObject([
      { problem: "activation invalid", message: expect.stringContaining("revoked") },
    ]);
    await pushAll(servers, [revoked]);
    await expect(dev.request(DEPLOY, "v2", { timeout: 500 })).rejects.toThrow();
  });

  it("is refused for what is not exported, and by a key that is not the exporter's", async () => {
    const servers = await startFullResolver();
    const exporter = (await synadia(servers.store)).claims;
    const base = { exporter, importer: createAccount().publicKey, signer: createAccount() };
    await expect(
      issueActivation({ ...base, subject: "other", type: "service" }),
    ).rejects.toMatchObject({ code: "ERR_NOT_FOUND" });
    await expect(
      issueActivation({ ...base, subject: DEPLOY, type: "service" }),
    ).rejects.toMatchObject({ code: "ERR_TRUST" });
    await expect(
      issueActivation({
        ...base,
        importer: createOperator().publicKey,
        subject: DEPLOY,
        type: "service",
      }),
    ).rejects.toMatchObject({ code: "ERR_KEY_KIND" });
  });
});
