import { deepStrictEqual, equal, notEqual, ok } from "node:assert/strict";
import { join } from "node:path";
import { fullResolverConfig, memoryResolverConfig } from "@kchat/auth";
import {
  addAccount,
  addUser,
  checkTree,
  defaultPaths,
  editAccount,
  openStore,
  readTree,
  type Store,
} from "@kchat/auth/nsc";
import { ourStore } from "./our-store.js";
import { proof, type Run } from "./sandbox.js";

/** We read what nsc wrote, in each of its layouts, and extend it so that nsc goes on. */
export const readsTheirs = [
  proof("we extend a store of nsc --all-dirs, and nsc goes on with it", async (sandbox) => {
    const root = join(sandbox.home, "all");
    const nsc: Run = (...args) => sandbox.nsc()("--all-dirs", root, ...args);
    await fill(nsc);
    await extend(await openStore(root), nsc);
  }),

  proof("we extend a store in the default directories of nsc", async (sandbox) => {
    const nsc = sandbox.nsc();
    await fill(nsc);
    const env = { XDG_CONFIG_HOME: sandbox.config, XDG_DATA_HOME: join(sandbox.home, "data") };
    await extend(await openStore(defaultPaths(env, sandbox.home)), nsc);
  }),

  proof("nsc prints the memory resolver's configuration to the byte as we do", async (sandbox) => {
    const { store, nsc } = await ourStore(sandbox);
    await nsc("add", "account", 'quoted \u00e9\u00a0"name"');
    const { operator, accounts } = await readTree(store);
    const tokens = accounts.map(({ token }) => token);
    const ours = memoryResolverConfig({ operator: operator.token, accounts: tokens });
    const file = join(sandbox.home, "resolver.conf");
    await nsc("generate", "config", "--mem-resolver", "--config-file", file);
    equal(await nsc("generate", "config", "--mem-resolver"), `${ours}\n`);
    ok(ours.includes("resolver: MEMORY"));
  }),

  proof("nsc prints the full resolver's settings as we do", async (sandbox) => {
    const { store, nsc } = await ourStore(sandbox);
    const { operator, accounts } = await readTree(store);
    const systemAccount = accounts.find(({ address }) => address.account === "SYS")?.token ?? "";
    const ours = fullResolverConfig({ operator: operator.token, systemAccount });
    const theirs = await nsc("generate", "config", "--nats-resolver", "--sys-account", "SYS");
    deepStrictEqual(settings(ours), settings(theirs));
    notEqual(settings(ours).length, 0);
  }),

  proof("nsc makes the creds of our users to the byte as we do", async (sandbox) => {
    const { store, nsc } = await ourStore(sandbox);
    for (const user of ["wally", "chat-access"]) {
      const ours = await store.creds.read({ operator: "KO", account: "KUBECON", user });
      const theirs = await nsc("generate", "creds", "--account", "KUBECON", "--name", user);
      equal(theirs.trimEnd(), ours?.trimEnd());
    }
  }),
];

async function fill(nsc: Run): Promise<void> {
  await nsc("add", "operator", "THEIRS", "--sys", "--generate-signing-key");
  await nsc("edit", "operator", "--require-signing-keys");
  await nsc("add", "account", "ACME");
  await nsc(
    "edit",
    "signing-key",
    "--account",
    "ACME",
    "--sk",
    "generate",
    "--role",
    "r",
    "--allow-pub",
    "x.>",
  );
  await nsc("add", "user", "bob", "--account", "ACME", "-K", "r");
}

async function extend(store: Store, nsc: Run): Promise<void> {
  const before = await readTree(store);
  equal(before.operator.address.operator, "THEIRS");
  deepStrictEqual(
    checkTree(before).flatMap(({ errors }) => errors),
    [],
  );
  await addUser(store, { account: "ACME", name: "carol", signWith: "r" });
  await addAccount(store, { name: "NEW" });
  await editAccount(store, {
    account: "ACME",
    change: (claims) => ({ ...claims, nats: { ...claims.nats, description: "ours" } }),
  });
  const report = await nsc("validate", "--all-accounts");
  equal(report.match(/No issues found/g)?.length, 4, report);
  const carol = JSON.parse(
    await nsc("describe", "user", "--account", "ACME", "--name", "carol", "--json"),
  );
  const tree = await readTree(store);
  const acme = tree.accounts.find(({ address }) => address.account === "ACME");
  deepStrictEqual(carol, acme?.users.find(({ address }) => address.user === "carol")?.claims);
  await nsc("edit", "user", "--account", "ACME", "--name", "carol", "--tag", "seen:yes");
  await nsc("add", "user", "dave", "--account", "NEW");
  const after = await readTree(store);
  deepStrictEqual(
    after.accounts.map(({ address, users }) => [
      address.account,
      users.map((user) => user.address.user),
    ]),
    [
      ["ACME", ["bob", "carol"]],
      ["NEW", ["dave"]],
      ["SYS", ["sys"]],
    ],
  );
}

/** The settings of a configuration: its lines without comments and indentation. */
function settings(text: string): string[] {
  return text
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "" && !line.startsWith("#") && !line.startsWith("//"))
    .sort();
}
