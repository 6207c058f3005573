import { type Command, Option } from "commander";
import { isPublicKey } from "../keys/public-key.js";
import type { Store } from "../nsc/store.js";
import { heldAccount } from "../resolver/held-accounts.js";
import { type RemoveAnswer, removeAccounts } from "../resolver/remove-accounts.js";
import { deletableAccount, deleteAccount } from "../tree/delete-account.js";
import { readTree, type Tree } from "../tree/read-tree.js";
import { operatorSigner } from "../tree/signers.js";
import { connectToServers, type ServerFlags } from "./connect.js";
import { type CliContext, print } from "./output.js";
import { holdStore, storeCommand } from "./store-command.js";

interface DeleteAccountFlags extends ServerFlags {
  readonly from: "store" | "servers" | "both";
  readonly evenIfImported?: boolean | undefined;
  readonly withSeeds?: boolean | undefined;
  readonly dryRun?: boolean | undefined;
}

/** What became of an account on the servers. */
interface Removal {
  readonly answers: readonly RemoveAnswer[];
  /** How many servers still hand it out. */
  readonly left: number;
}

/** `kchat-auth delete account` */
export function deleteAccountCommand(context: CliContext): Command {
  return storeCommand("account", "delete an account with its users")
    .argument("<name>", "its name in the store; its public key where it is on servers alone")
    .addOption(
      new Option("--from <place>", "where from; servers disconnect its clients at once")
        .choices(["store", "servers", "both"])
        .makeOptionMandatory(),
    )
    .option("--server <urls>", "servers, separated by commas (default: the operator's)")
    .option("--even-if-imported", "though other accounts import from it")
    .option("--with-seeds", "delete its seeds, too: nobody can issue it again without them")
    .option("--dry-run", "say what would be done, and change nothing")
    .addHelpText(
      "after",
      `
Servers delete accounts only with a full or cache resolver; full ones must say
"allow_delete: true". They keep the file under another name unless set to hard_delete.

Examples:
  $ kchat-auth delete account KUBECON --from both --dry-run
  $ kchat-auth delete account KUBECON --from servers --server nats://localhost:4222
  $ kchat-auth delete account KUBECON --from store --with-seeds`,
    )
    .action(async (named: string, flags: DeleteAccountFlags) => {
      await using held = await holdStore(flags);
      const { store } = held;
      const { from, dryRun = false, operator, withSeeds, evenIfImported } = flags;
      const tree = await readTree(store, operator);
      const { key, account } = targetOf(tree, named, flags);
      const removal =
        from === "store" || dryRun ? undefined : await removeFromServers(store, tree, key, flags);
      // What a server still holds must stay nameable here.
      const isLeft =
        removal !== undefined &&
        (removal.left > 0 || removal.answers.some(({ removed }) => !removed));
      if (isLeft) context.fail();
      const fromStore = account !== undefined && from !== "servers" && !isLeft;
      if (fromStore) {
        await deleteAccount(store, { operator, account, evenIfImported, withSeeds, dryRun });
      }
      const place = from === "both" ? "the store and the servers" : `the ${from}`;
      const lines = [
        `account ${account ?? key}${account === undefined ? "" : ` ${key}`}`,
        ...(dryRun ? [`would be deleted from ${place}; nothing was changed`] : []),
        ...(removal ? textOf(removal) : []),
        ...(fromStore && !dryRun ? ["deleted from the store"] : []),
        ...(fromStore && from === "store" ? ["servers go on with it until they are told"] : []),
      ];
      print(context, flags, { account, key, removal, fromStore, dryRun }, lines.join("\n"));
    });
}

/** An account on servers alone is named by its public key. */
function targetOf(tree: Tree, named: string, { from, evenIfImported }: DeleteAccountFlags) {
  const known = tree.accounts.find(({ claims }) => claims.sub === named)?.address.account;
  if (known === undefined && from === "servers" && isPublicKey(named, "account")) {
    return { key: named, account: undefined };
  }
  const { address, claims } = deletableAccount(tree, known ?? named, { evenIfImported });
  return { key: claims.sub, account: address.account };
}

async function removeFromServers(
  store: Store,
  { operator }: Tree,
  key: string,
  flags: DeleteAccountFlags,
): Promise<Removal> {
  const signer = await operatorSigner(store, operator.claims, {});
  await using servers = await connectToServers(store, flags, [key]);
  const { connection, inboxPrefix } = servers;
  const answers = await removeAccounts(connection, { accounts: [key], signer, inboxPrefix });
  const { copies } = await heldAccount(connection, key, { inboxPrefix });
  return { answers, left: copies.reduce((sum, { servers: count }) => sum + count, 0) };
}

function textOf({ answers, left }: Removal): string[] {
  const lines = answers.map(({ server, message }) => `${server.name}: ${message}`);
  return [...lines, left > 0 ? `${left} server(s) still hold it` : "no server holds it any more"];
}
