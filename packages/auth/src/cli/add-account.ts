import type { Command } from "commander";
import { addAccount } from "../tree/add-account.js";
import { type AccountFlags, accountFrom, withAccountFlags } from "./account-flags.js";
import { refuseFound } from "./found.js";
import { type CliContext, print } from "./output.js";
import { holdStore, type IssuingFlags, ignoredRules, issuingCommand } from "./store-command.js";
import { withTagFlag } from "./tag-flags.js";
import { type ValidityFlags, withValidityFlags } from "./validity-flags.js";

interface AddAccountFlags extends IssuingFlags, AccountFlags, ValidityFlags {
  readonly ifMissing?: boolean | undefined;
}

/** `kchat-auth add account` */
export function addAccountCommand(context: CliContext): Command {
  const command = issuingCommand("account", "add an account")
    .argument("<name>")
    .option("--if-missing", "succeed when it is there already");
  return withAccountFlags(withValidityFlags(withTagFlag(command)))
    .addHelpText(
      "after",
      `
Without a limit there is none, except that JetStream is off.

Examples:
  $ kchat-auth add account KUBECON --js-disk -1
  $ kchat-auth add account CNCF --connections 500 --expires 1y
  $ kchat-auth add account EDGE --js-tier 3 --js-disk 10gib --js-streams 20`,
    )
    .action(async (name: string, flags: AddAccountFlags) => {
      const { operator, expires: expiresAt, start: notBefore } = flags;
      await using held = await holdStore(flags);
      const account = await addAccount(held.store, {
        operator,
        name,
        disable: ignoredRules(flags),
        expiresAt,
        notBefore,
        nats: accountFrom({}, flags),
      });
      refuseFound(account, `account ${name}`, flags);
      print(context, flags, account, `account ${name} ${account.claims.sub}`);
    });
}
