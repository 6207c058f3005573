import { Command } from "commander";
import { addAccountCommand } from "./add-account.js";
import { addActivationCommand } from "./add-activation.js";
import { addMappingCommand } from "./add-mapping.js";
import { addOperatorCommand } from "./add-operator.js";
import { addScopeCommand } from "./add-scope.js";
import { addExportCommand, addImportCommand } from "./add-share.js";
import { addSigningKeyCommand } from "./add-signing-key.js";
import { addUserCommand } from "./add-user.js";
import type { CliContext } from "./output.js";

/** `kchat-auth add` */
export function addCommand(context: CliContext): Command {
  const add = new Command("add").description(
    "add an operator, an account, a key, a user, an export, an activation, an import or a mapping",
  );
  for (const create of [
    addOperatorCommand,
    addAccountCommand,
    addSigningKeyCommand,
    addScopeCommand,
    addUserCommand,
    addExportCommand,
    addActivationCommand,
    addImportCommand,
    addMappingCommand,
  ]) {
    add.addCommand(create(context));
  }
  return add.addHelpText(
    "after",
    `
Examples:
  $ kchat-auth add account KUBECON
  $ kchat-auth add scope member --account KUBECON --allow-sub "_INBOX_{{subject()}}.>"
  $ kchat-auth add user wally --account KUBECON --sign-with member --expires 30d`,
  );
}
