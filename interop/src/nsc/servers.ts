import { deepStrictEqual, equal, match, rejects } from "node:assert/strict";
import { setTimeout as delay } from "node:timers/promises";
import { decodeAccount, fullResolverConfig, memoryResolverConfig } from "@kchat/auth";
import {
  cliDirectory,
  editAccount,
  listContexts,
  readAccount,
  readContext,
  readTree,
  type Store,
  selectContext,
  writeContext,
} from "@kchat/auth/nsc";
import { diff, issuePusher, push } from "@kchat/auth/resolver";
import { startServer } from "@kchat/nats-server";
import { connect, credsAuthenticator } from "nats";
import { ourStore } from "./our-store.js";
import { proof } from "./sandbox.js";

const PUBLISHED = /Published 5 bytes/;

/** Both programs, both libraries and a real server in one place. */
export const servers = [
  proof("nsc push and ours take turns on a real full resolver", async (sandbox) => {
    const { store, nsc } = await ourStore(sandbox);
    await using server = await startServer({ config: await fullConfig(store) });
    await nsc("edit", "operator", "--account-jwt-server-url", server.url);
    const { token: first } = await readAccount(store, { operator: "KO", account: "KUBECON" });
    await usingPusher(store, server.url, async (connection, inboxPrefix) => {
      const pushOurs = async (token: string) => {
        const { operator } = await readTree(store);
        return push(connection, { operator: operator.token, accounts: [token], inboxPrefix });
      };
      equal((await pushOurs(first)).complete, true);
      // Our issues of one second are spread over the following ones; nsc takes the clock as it is.
      await clockAfter(decodeAccount(first).iat ?? 0);
      await nsc("edit", "account", "KUBECON", "--conns", "9");
      await nsc("push", "--account", "KUBECON");
      await rejects(pushOurs(first), { code: "ERR_ROLLBACK" });
      const { token } = await editAccount(store, {
        account: "KUBECON",
        change: (claims) => ({ ...claims, nats: { ...claims.nats, description: "ours again" } }),
      });
      equal((await pushOurs(token)).complete, true);
      await nsc("pull", "--all", "--overwrite-newer");
      equal(await store.read({ operator: "KO", account: "KUBECON" }), token);
      const { accounts } = await readTree(store);
      const differences = await diff(
        connection,
        accounts.map((account) => account.token),
        { inboxPrefix },
      );
      deepStrictEqual(differences.map(({ name, state }) => [name, state]).sort(), [
        ["KUBECON", "same"],
        ["SYS", "same"],
      ]);
    });
  }),

  proof("the nats CLI connects with our creds and with our contexts", async (sandbox) => {
    const { store } = await ourStore(sandbox);
    await using server = await startServer({ config: await memoryConfig(store) });
    const { url } = server;
    const nats = sandbox.nats(store.paths);
    const creds = store.creds.path({ operator: "KO", account: "KUBECON", user: "wally" });
    match(await nats("--server", url, "--creds", creds, "pub", "chat.x", "hello"), PUBLISHED);
    const directory = cliDirectory({ XDG_CONFIG_HOME: sandbox.config });
    await writeContext(directory, "kubecon", { url, creds, description: "the chat" });
    await selectContext(directory, "kubecon");
    match(await nats("pub", "chat.x", "hello"), PUBLISHED);
    // The control: it is these creds that it used, with their permissions.
    await rejects(nats("pub", "other.x", "hello"), /permissions? violation/i);
    // A context that holds no secret: the CLI asks nsc, which finds the creds in our store.
    await writeContext(directory, "by-name", { url, nsc: "nsc://KO/KUBECON/wally" });
    match(await nats("--context", "by-name", "pub", "chat.x", "hello"), PUBLISHED);
    await nats("context", "add", "theirs", "--server", url, "--creds", creds, "--description", "x");
    const theirs = await readContext(directory, "theirs");
    deepStrictEqual({ url: theirs?.url, creds: theirs?.creds }, { url, creds });
    deepStrictEqual(await listContexts(directory), ["by-name", "kubecon", "theirs"]);
  }),
];

async function clockAfter(seconds: number): Promise<void> {
  await delay(Math.max(0, (seconds + 1) * 1000 - Date.now()));
}

async function fullConfig(store: Store): Promise<string> {
  const { operator, accounts } = await readTree(store);
  const systemAccount = accounts.find(({ address }) => address.account === "SYS")?.token ?? "";
  return fullResolverConfig({ operator: operator.token, systemAccount, allowDelete: true });
}

async function memoryConfig(store: Store): Promise<string> {
  const { operator, accounts } = await readTree(store);
  return memoryResolverConfig({
    operator: operator.token,
    accounts: accounts.map(({ token }) => token),
  });
}

async function usingPusher(
  store: Store,
  url: string,
  work: (connection: Awaited<ReturnType<typeof connect>>, inboxPrefix: string) => Promise<void>,
): Promise<void> {
  const { claims } = await readAccount(store, { operator: "KO", account: "SYS" });
  const [key] = claims.nats.signing_keys ?? [];
  const signer = await store.keys.get(typeof key === "string" ? key : "");
  if (signer === undefined) throw new Error("the system account has no signing key in the store");
  const { creds, inboxPrefix } = await issuePusher({ systemAccount: claims.sub, signer });
  const authenticator = credsAuthenticator(new TextEncoder().encode(creds));
  const connection = await connect({ servers: url, authenticator, inboxPrefix });
  try {
    await work(connection, inboxPrefix);
  } finally {
    await connection.close();
  }
}
