import type { Command } from "commander";
import { addScope } from "../tree/add-scope.js";
import { publicKeyFlag } from "./flags.js";
import { refuseFound } from "./found.js";
import { type CliContext, print } from "./output.js";
import { type PermissionFlags, permissionsFrom, withPermissionFlags } from "./permission-flags.js";
import { holdStore, type IssuingFlags, ignoredRules, issuingCommand } from "./store-command.js";

interface AddScopeFlags extends IssuingFlags, PermissionFlags {
  readonly account: string;
  readonly description?: string | undefined;
  readonly publicKey?: string | undefined;
  readonly ifMissing?: boolean | undefined;
  readonly update?: boolean | undefined;
}

/** `kchat-auth add scope` */
export function addScopeCommand(context: CliContext): Command {
  const command = issuingCommand("scope", "add a signing key that hands out one role and no more")
    .argument("<role>")
    .requiredOption("--account <name>", "the account")
    .option("--description <text>", "whom it is for")
    .option("--public-key <key>", "a key whose seed lives elsewhere", publicKeyFlag("account"))
    .option("--if-missing", "succeed when the same role is there already")
    .option("--update", "replace the template of a role that is there");
  return withPermissionFlags(command)
    .addHelpText(
      "after",
      `
Subjects may hold {{name()}}, {{subject()}}, {{tag(key)}}, {{account-name()}} and the like.

Example:
  $ kchat-auth add scope member --account KUBECON --allow-pub "chat.>" --allow-sub "_INBOX_{{subject()}}.>"`,
    )
    .action(async (role: string, flags: AddScopeFlags) => {
      const { operator, account, description, publicKey: key } = flags;
      await using held = await holdStore(flags);
      const { store } = held;
      const template = permissionsFrom({}, flags);
      const entry = await addScope(store, {
        operator,
        account,
        role,
        template,
        description,
        key,
        ifDifferent: flags.update ? "update" : "refuse",
        disable: ignoredRules(flags),
      });
      if (!flags.update) refuseFound(entry, `scope ${role}`, flags);
      print(
        context,
        flags,
        entry,
        `scope ${role} ${entry.publicKey}\nseed ${store.keys.path(entry.publicKey)}`,
      );
    });
}
