import type { Command } from "commander";
import { addAccount } from "../tree/add-account.js";
import { expiryFlag, limitFlag } from "./flags.js";
import { refuseFound } from "./found.js";
import { type CliContext, print } from "./output.js";
import { holdStore, type IssuingFlags, ignoredRules, issuingCommand } from "./store-command.js";

interface AddAccountFlags extends IssuingFlags {
  readonly expires?: number | undefined;
  readonly description?: string | undefined;
  readonly jsMemory?: number | undefined;
  readonly jsDisk?: number | undefined;
  readonly ifMissing?: boolean | undefined;
}

/** `kchat-auth add account` */
export function addAccountCommand(context: CliContext): Command {
  return issuingCommand("account", "add an account")
    .argument("<name>")
    .option("--expires <when>", "a duration such as 365d, or a date", expiryFlag)
    .option("--description <text>", "what it is for")
    .option("--js-memory <bytes>", "JetStream memory; -1 for no limit", limitFlag)
    .option("--js-disk <bytes>", "JetStream disk; -1 for no limit", limitFlag)
    .option("--if-missing", "succeed when it is there already")
    .addHelpText("after", "\nExample:\n  $ kchat-auth add account KUBECON --js-disk -1")
    .action(async (name: string, flags: AddAccountFlags) => {
      const { operator, expires: expiresAt, description, jsMemory, jsDisk } = flags;
      const hasStreams = jsMemory !== undefined || jsDisk !== undefined;
      await using held = await holdStore(flags);
      const account = await addAccount(held.store, {
        operator,
        name,
        disable: ignoredRules(flags),
        expiresAt,
        description,
        jetstream: hasStreams ? { memory: jsMemory ?? 0, disk: jsDisk ?? 0 } : undefined,
      });
      refuseFound(account, `account ${name}`, flags);
      print(context, flags, account, `account ${name} ${account.claims.sub}`);
    });
}
