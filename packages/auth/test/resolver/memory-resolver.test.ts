import { startServer } from "@kchat/nats-server";
import { expect, it, onTestFinished } from "vitest";
import { memoryResolverConfig } from "../../src/index.js";
import {
  addAccount,
  addOperator,
  addUser,
  createStore,
  editAccount,
  readAccount,
  readTree,
} from "../../src/nsc/index.js";
import { issuePusher, listAccounts, push } from "../../src/resolver/index.js";
import { temporaryDirectory } from "../nsc/temporary-directory.js";
import { connect } from "./clients.js";

it("a push reaches a memory resolver, and says that nothing can be read back", async () => {
  const store = await createStore(await temporaryDirectory());
  await addOperator(store, { name: "KO" });
  await addAccount(store, { name: "KUBECON" });
  await addUser(store, { account: "KUBECON", name: "wally" });
  const { operator, accounts } = await readTree(store);
  const tokens = accounts.map(({ token }) => token);
  const config = memoryResolverConfig({ operator: operator.token, accounts: tokens });
  const server = await startServer({ config });
  onTestFinished(async () => void (await server.stop()));
  const system = await readAccount(store, { operator: "KO", account: "SYS" });
  const [key] = system.claims.nats.signing_keys ?? [];
  const signer = typeof key === "string" ? await store.keys.get(key) : undefined;
  if (signer === undefined) throw new Error("the system account has no signing key");
  const { creds, inboxPrefix } = await issuePusher({ systemAccount: system.claims.sub, signer });
  const connection = await connect({ url: server.url, creds, inboxPrefix });

  const changed = await editAccount(store, {
    account: "KUBECON",
    disable: ["no-connections"],
    change: (claims) => ({
      ...claims,
      nats: { ...claims.nats, limits: { ...claims.nats.limits, conn: 0 } },
    }),
  });
  const options = { operator: operator.token, accounts: [changed.token], inboxPrefix };
  // Not loaded yet: the server answers with success and does nothing.
  expect(await push(connection, options)).toMatchObject({
    complete: false,
    accounts: [
      { outcome: "incomplete", readBack: "unsupported", answers: [{ outcome: "skipped" }] },
    ],
  });
  const user = { operator: "KO", account: "KUBECON", user: "wally" };
  const wally = { url: server.url, creds: (await store.creds.read(user)) ?? "" };
  await (await connect(wally)).flush();
  expect(await push(connection, options)).toMatchObject({
    complete: true,
    accounts: [{ outcome: "stored", readBack: "unsupported", answers: [{ outcome: "updated" }] }],
  });
  await expect(connect(wally)).rejects.toThrow();
  await expect(listAccounts(connection, { inboxPrefix })).rejects.toMatchObject({
    code: "ERR_RESOLVER",
  });
});
