import type { Command } from "commander";
import { checkTree, type EntityReport } from "../tree/check-tree.js";
import { readTree } from "../tree/read-tree.js";
import { type CliContext, print } from "./output.js";
import { openNamedStore, type StoreFlags, storeCommand } from "./store-command.js";

/** `kchat-auth validate` */
export function validateCommand(context: CliContext): Command {
  return storeCommand("validate", "judge every entity, who signed it, and what accounts share")
    .option("--warnings-fail", "exit with 1 for warnings, too")
    .addHelpText(
      "after",
      `
Examples:
  $ kchat-auth validate
  $ kchat-auth validate --warnings-fail --json`,
    )
    .action(async (flags: StoreFlags & { readonly warningsFail?: boolean }) => {
      const reports = checkTree(await readTree(await openNamedStore(flags), flags.operator));
      const isBad = ({ errors, warnings }: EntityReport) =>
        errors.length > 0 || (flags.warningsFail === true && warnings.length > 0);
      if (reports.some(isBad)) context.fail();
      print(context, flags, reports, reports.map(textOf).join("\n"));
    });
}

function textOf({ kind, what, errors, warnings }: EntityReport): string {
  const lines = [
    ...errors.map((text) => `  error: ${text}`),
    ...warnings.map((text) => `  warning: ${text}`),
  ];
  return [`${kind} ${what}${lines.length === 0 ? ": no issues" : ""}`, ...lines].join("\n");
}
