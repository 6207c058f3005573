import { Command } from "commander";
import { editAccountCommand } from "./edit-account.js";
import { editCalloutCommand } from "./edit-callout.js";
import { editOperatorCommand } from "./edit-operator.js";
import { editScopeCommand } from "./edit-scope.js";
import { editUserCommand } from "./edit-user.js";
import type { CliContext } from "./output.js";

/** `kchat-auth edit` */
export function editCommand(context: CliContext): Command {
  return new Command("edit")
    .description("change an operator, an account, a scope or a user and issue it anew")
    .addCommand(editOperatorCommand(context))
    .addCommand(editAccountCommand(context))
    .addCommand(editCalloutCommand(context))
    .addCommand(editScopeCommand(context))
    .addCommand(editUserCommand(context))
    .addHelpText(
      "after",
      `
Without a change it is issued again as it is, by a key that its operator accepts now.

Examples:
  $ kchat-auth edit operator --account-server nats://localhost:4222
  $ kchat-auth edit account KUBECON --connections 500
  $ kchat-auth edit scope member --account KUBECON --allow-pub "polls.>"
  $ kchat-auth edit user wally --account KUBECON --expires 30d`,
    );
}
