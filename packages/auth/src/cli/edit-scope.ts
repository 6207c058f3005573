import type { Command } from "commander";
import { editScope } from "../tree/edit-scope.js";
import { type CliContext, print } from "./output.js";
import {
  type PermissionFlags,
  permissionsFrom,
  withPermissionFlags,
  withPermissionRemovalFlags,
} from "./permission-flags.js";
import { holdStore, type IssuingFlags, ignoredRules, issuingCommand } from "./store-command.js";

interface EditScopeFlags extends IssuingFlags, PermissionFlags {
  readonly account: string;
  readonly role?: string | undefined;
  readonly description?: string | undefined;
}

/** `kchat-auth edit scope` */
export function editScopeCommand(context: CliContext): Command {
  const command = issuingCommand("scope", "change what a role may do; what is not spoken of stays")
    .argument("<scope>", "its role, or its public key")
    .requiredOption("--account <name>", "the account")
    .option("--role <name>", "call it so from now on")
    .option("--description <text>", "whom it is for");
  return withPermissionRemovalFlags(withPermissionFlags(command))
    .addHelpText(
      "after",
      `
Users of the scope are disconnected when the account is pushed, and come back with its new rights.

Example:
  $ kchat-auth edit scope member --account KUBECON --allow-pub "polls.>" --remove "chat.>"`,
    )
    .action(async (scope: string, flags: EditScopeFlags) => {
      const { operator, account, role, description } = flags;
      await using held = await holdStore(flags);
      const entry = await editScope(held.store, {
        operator,
        account,
        scope,
        disable: ignoredRules(flags),
        change: (before) => ({
          ...before,
          ...(role !== undefined && { role }),
          ...(description !== undefined && { description }),
          template: { ...before.template, ...permissionsFrom(before.template, flags) },
        }),
      });
      print(context, flags, entry, `scope ${scope} of account ${account} changed: push it`);
    });
}
