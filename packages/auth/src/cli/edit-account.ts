import type { Command } from "commander";
import { editAccount } from "../tree/edit-account.js";
import { type AccountFlags, limitsFrom, withAccountFlags } from "./account-flags.js";
import { type CliContext, print } from "./output.js";
import { holdStore, ignoredRules, issuingCommand } from "./store-command.js";

/** `kchat-auth edit account` */
export function editAccountCommand(context: CliContext): Command {
  const command = issuingCommand("account", "change an account; push it for the servers to know");
  return withAccountFlags(command.argument("<name>"))
    .addHelpText("after", "\nExample:\n  $ kchat-auth edit account KUBECON --connections 500")
    .action(async (account: string, flags: AccountFlags) => {
      const { operator, expires, description } = flags;
      await using held = await holdStore(flags);
      const entry = await editAccount(held.store, {
        operator,
        account,
        disable: ignoredRules(flags),
        change: (claims) => ({
          ...claims,
          ...(expires !== undefined && { exp: expires }),
          nats: {
            ...claims.nats,
            ...(description !== undefined && { description }),
            limits: { ...claims.nats.limits, ...limitsFrom(flags) },
          },
        }),
      });
      const text = `account ${account} issued anew: push it, or configure the servers`;
      print(context, flags, entry, text);
    });
}
