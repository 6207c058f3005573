import { Command } from "commander";
import { deleteAccountCommand } from "./delete-account.js";
import { deleteExportCommand, deleteImportCommand } from "./delete-share.js";
import { deleteUserCommand } from "./delete-user.js";
import type { CliContext } from "./output.js";

/** `kchat-auth delete` */
export function deleteCommand(context: CliContext): Command {
  return new Command("delete")
    .alias("remove")
    .description("delete an account from the servers or the store, a user, an export or an import")
    .addCommand(deleteAccountCommand(context))
    .addCommand(deleteUserCommand(context))
    .addCommand(deleteExportCommand(context))
    .addCommand(deleteImportCommand(context))
    .addHelpText(
      "after",
      `
Examples:
  $ kchat-auth delete user wally --account KUBECON --revoke
  $ kchat-auth delete account KUBECON --from both --dry-run`,
    );
}
