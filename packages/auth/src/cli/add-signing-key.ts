import type { Command } from "commander";
import { addSigningKey } from "../tree/add-signing-key.js";
import { publicKeyFlag } from "./flags.js";
import { type CliContext, print } from "./output.js";
import { holdStore, type StoreFlags, storeCommand } from "./store-command.js";

interface AddSigningKeyFlags extends StoreFlags {
  readonly account: string;
  readonly publicKey?: string | undefined;
}

/** `kchat-auth add signing-key` */
export function addSigningKeyCommand(context: CliContext): Command {
  return storeCommand("signing-key", "add an unscoped signing key to an account")
    .requiredOption("--account <name>", "the account")
    .option("--public-key <key>", "a key whose seed lives elsewhere", publicKeyFlag("account"))
    .addHelpText("after", "\nExample:\n  $ kchat-auth add signing-key --account KUBECON")
    .action(async (flags: AddSigningKeyFlags) => {
      const { operator, account, publicKey } = flags;
      await using held = await holdStore(flags);
      const { store } = held;
      const entry = await addSigningKey(store, { operator, account, key: publicKey });
      const where = publicKey === undefined ? `\nseed ${store.keys.path(entry.publicKey)}` : "";
      print(context, flags, entry, `signing key ${entry.publicKey}${where}`);
    });
}
