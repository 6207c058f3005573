import type { Command } from "commander";
import { editAccount } from "../tree/edit-account.js";
import { type AccountFlags, accountFrom, withAccountFlags } from "./account-flags.js";
import { withGrantRemovalFlags } from "./grant-flags.js";
import { withJetStreamRemovalFlags } from "./jetstream-flags.js";
import { type CliContext, print } from "./output.js";
import { holdStore, type IssuingFlags, ignoredRules, issuingCommand } from "./store-command.js";
import { withTagFlags } from "./tag-flags.js";
import { type ValidityFlags, validityFrom, withValidityFlags } from "./validity-flags.js";

interface EditAccountFlags extends IssuingFlags, AccountFlags, ValidityFlags {}

/** `kchat-auth edit account` */
export function editAccountCommand(context: CliContext): Command {
  const command = issuingCommand("account", "change an account; what is not spoken of stays");
  withAccountFlags(withValidityFlags(withTagFlags(command.argument("<name>"))));
  withGrantRemovalFlags(command);
  return withJetStreamRemovalFlags(command.optionsGroup("Take away:"))
    .option("--no-trace", "trace nothing")
    .addHelpText(
      "after",
      `
Servers learn of it when it is pushed.

Examples:
  $ kchat-auth edit account KUBECON --connections 500 --tag team:blue
  $ kchat-auth edit account KUBECON --js-tier 3 --js-disk 10gib
  $ kchat-auth edit account KUBECON --allow-pub "public.>" --allow-sub "public.>"`,
    )
    .action(async (account: string, flags: EditAccountFlags) => {
      const { operator } = flags;
      await using held = await holdStore(flags);
      const entry = await editAccount(held.store, {
        operator,
        account,
        disable: ignoredRules(flags),
        change: (claims) => ({
          ...claims,
          ...validityFrom(flags),
          nats: { ...claims.nats, ...accountFrom(claims.nats, flags) },
        }),
      });
      const text = `account ${account} issued anew: push it, or configure the servers`;
      print(context, flags, entry, text);
    });
}
