import { Command } from "commander";
import { deleteAccountCommand } from "./delete-account.js";
import { deleteActivationCommand } from "./delete-activation.js";
import { deleteMappingCommand } from "./delete-mapping.js";
import { deleteRevocationCommand } from "./delete-revocation.js";
import { deleteExportCommand, deleteImportCommand } from "./delete-share.js";
import { deleteUserCommand } from "./delete-user.js";
import type { CliContext } from "./output.js";

/** `kchat-auth delete` */
export function deleteCommand(context: CliContext): Command {
  return new Command("delete")
    .alias("remove")
    .description(
      "delete an account from the servers or the store, a user, what is shared, a mapping or a revocation",
    )
    .addCommand(deleteAccountCommand(context))
    .addCommand(deleteUserCommand(context))
    .addCommand(deleteExportCommand(context))
    .addCommand(deleteImportCommand(context))
    .addCommand(deleteActivationCommand(context))
    .addCommand(deleteRevocationCommand(context))
    .addCommand(deleteMappingCommand(context))
    .addHelpText(
      "after",
      `
Examples:
  $ kchat-auth delete user wally --account KUBECON --revoke
  $ kchat-auth delete account KUBECON --from both --dry-run`,
    );
}
