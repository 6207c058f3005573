import { Command } from "commander";
import type { CliContext } from "./output.js";
import { reissueAccountCommand } from "./reissue-account.js";
import { reissueOperatorCommand } from "./reissue-operator.js";
import { reissueUserCommand } from "./reissue-user.js";

/** `kchat-auth reissue` */
export function reissueCommand(context: CliContext): Command {
  return new Command("reissue")
    .description("give an operator or a user a new identity key")
    .addCommand(reissueOperatorCommand(context))
    .addCommand(reissueUserCommand(context))
    .addCommand(reissueAccountCommand(context), { hidden: true })
    .addHelpText(
      "after",
      `
An account keeps its identity key: rotate its signing keys instead.

Examples:
  $ kchat-auth reissue operator
  $ kchat-auth reissue user wally --account KUBECON --revoke-old`,
    );
}
