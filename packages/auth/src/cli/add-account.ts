import type { Command } from "commander";
import { addAccount } from "../tree/add-account.js";
import { type AccountFlags, limitsFrom, withAccountFlags } from "./account-flags.js";
import { refuseFound } from "./found.js";
import { type CliContext, print } from "./output.js";
import { holdStore, ignoredRules, issuingCommand } from "./store-command.js";

/** `kchat-auth add account` */
export function addAccountCommand(context: CliContext): Command {
  const command = issuingCommand("account", "add an account")
    .argument("<name>")
    .option("--if-missing", "succeed when it is there already");
  return withAccountFlags(command)
    .addHelpText(
      "after",
      `
Without a limit there is none, except that JetStream is off.

Examples:
  $ kchat-auth add account KUBECON --js-disk -1
  $ kchat-auth add account CNCF --connections 500 --expires 365d`,
    )
    .action(async (name: string, flags: AccountFlags & { readonly ifMissing?: boolean }) => {
      const { operator, expires: expiresAt, description } = flags;
      await using held = await holdStore(flags);
      const account = await addAccount(held.store, {
        operator,
        name,
        disable: ignoredRules(flags),
        expiresAt,
        description,
        limits: limitsFrom(flags),
      });
      refuseFound(account, `account ${name}`, flags);
      print(context, flags, account, `account ${name} ${account.claims.sub}`);
    });
}
