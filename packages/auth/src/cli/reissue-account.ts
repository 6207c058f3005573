import type { Command } from "commander";
import { readAccount } from "../tree/entry.js";
import { refuseAccountIdentity } from "../tree/rotation/target.js";
import { soleOperator } from "../tree/sole-operator.js";
import type { CliContext } from "./output.js";
import { openNamedStore, type StoreFlags, storeCommand } from "./store-command.js";

/** `kchat-auth reissue account`: there for whoever looks for it, to say why not and what instead. */
export function reissueAccountCommand(_context: CliContext): Command {
  return storeCommand("account", "not possible: says why, and what to do instead")
    .argument("<name>")
    .addHelpText("after", "\nExample:\n  $ kchat-auth rotate --account KUBECON")
    .action(async (account: string, flags: StoreFlags) => {
      const store = await openNamedStore(flags);
      const operator = await soleOperator(store, flags.operator);
      refuseAccountIdentity(await readAccount(store, { operator, account }));
    });
}
