import type { Command } from "commander";
import { editAccount } from "../tree/edit-account.js";
import { withMapping } from "../tree/mappings.js";
import { limitFlag } from "./flags.js";
import { type CliContext, print } from "./output.js";
import { holdStore, type IssuingFlags, ignoredRules, issuingCommand } from "./store-command.js";

interface AddMappingFlags extends IssuingFlags {
  readonly account: string;
  readonly weight?: number | undefined;
  readonly cluster?: string | undefined;
}

/** `kchat-auth add mapping` */
export function addMappingCommand(context: CliContext): Command {
  return issuingCommand("mapping", "let what is published to one subject go to another")
    .argument("<from>", "the subject that is published to")
    .argument("<to>", "where it goes; $1 stands for the first * of <from>")
    .requiredOption("--account <name>", "the account")
    .option("--weight <percent>", "so much of it; the rest stays, or goes elsewhere", limitFlag)
    .option("--cluster <name>", "what is published in this cluster alone")
    .addHelpText(
      "after",
      `
Given again for the same two subjects, it replaces the weight.

Examples:
  $ kchat-auth add mapping "orders.*" 'orders.v1.$1' --account SHOP
  $ kchat-auth add mapping requests requests.canary --account SHOP --weight 10`,
    )
    .action(async (from: string, to: string, flags: AddMappingFlags) => {
      const { operator, account, weight, cluster } = flags;
      const destination = { subject: to, weight, cluster };
      await using held = await holdStore(flags);
      const entry = await editAccount(held.store, {
        operator,
        account,
        disable: ignoredRules(flags),
        change: (claims) => withMapping(claims, from, destination),
      });
      print(context, flags, entry, `account ${account} maps ${from} to ${to}: push it`);
    });
}
