import { type Command, Option } from "commander";
import { writePrivate } from "../nsc/files.js";
import { lockStore } from "../nsc/lock-store.js";
import { writeNscConfig } from "../nsc/nsc-config.js";
import { createStore } from "../nsc/open-store.js";
import { defaultPaths } from "../nsc/paths.js";
import type { Store } from "../nsc/store.js";
import { memoryResolverConfig } from "../resolver-config/memory.js";
import { addOperator } from "../tree/add-operator.js";
import { describeTree } from "../tree/describe-tree.js";
import { readTree, type Tree } from "../tree/read-tree.js";
import { type CliContext, print } from "./output.js";
import { setUpKubecon } from "./setup-kubecon.js";
import { rootCommand, type StoreFlags } from "./store-command.js";

interface InitFlags extends StoreFlags {
  readonly setup?: "kubecon" | undefined;
  readonly out?: string | undefined;
  readonly strict: boolean;
  readonly systemAccount: string;
}

/** `kchat-auth init` */
export function initCommand(context: CliContext): Command {
  return rootCommand("init", "make a store with an operator and its system account, or find them")
    .argument("[operator]", "name of the operator", "KO")
    .addOption(
      new Option("--setup <name>", "add what an application needs, too").choices(["kubecon"]),
    )
    .option("--out <file>", "write the configuration of a memory resolver")
    .option("--system-account <name>", "name of the system account", "SYS")
    .option("--no-strict", "let identity keys sign accounts and users")
    .addHelpText(
      "after",
      `
Examples:
  $ kchat-auth init KO
  $ kchat-auth init --setup kubecon --out resolver.conf
      operator KO, system account SYS, account KUBECON with the scope "member",
      the users chat-access and chat-creds-request, and a configuration to start
      a server with: nats-server -c resolver.conf

Run again, it finds what is there and changes nothing.`,
    )
    .action(async (name: string, flags: InitFlags) => {
      const store = await createStore(flags.nsc ? defaultPaths() : flags.store);
      await using _lock = await lockStore(store);
      const { strict, systemAccount } = flags;
      await addOperator(store, { name, strict, systemAccount });
      const account = flags.setup === "kubecon" ? await setUpKubecon(store, name) : undefined;
      await writeNscConfig(store.paths, { storeRoot: store.paths.stores, operator: name, account });
      const tree = await readTree(store, name);
      if (flags.out !== undefined) await writePrivate(flags.out, configOf(tree));
      print(context, flags, summaryOf(store, tree, flags), textOf(store, tree, flags));
    });
}

function configOf({ operator, accounts }: Tree): string {
  return memoryResolverConfig({
    operator: operator.token,
    accounts: accounts.map(({ token }) => token),
  });
}

function summaryOf(store: Store, { operator, accounts }: Tree, { out }: InitFlags) {
  const users = accounts.flatMap((account) => account.users);
  return {
    store: store.paths,
    operator: { name: operator.address.operator, key: operator.claims.sub },
    accounts: accounts.map(({ address, claims }) => ({ name: address.account, key: claims.sub })),
    users: users.map(({ address, claims }) => ({
      ...address,
      key: claims.sub,
      creds: store.creds.path(address),
    })),
    config: out,
  };
}

function textOf(store: Store, tree: Tree, { out }: InitFlags): string {
  const { config, keystore } = store.paths;
  const next = out === undefined ? "" : `\nstart a server: nats-server -c ${out}`;
  return `${describeTree(tree)}\nwith nsc: NSC_HOME=${config} NKEYS_PATH=${keystore} nsc describe operator${next}`;
}
