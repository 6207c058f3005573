import type { Command } from "commander";
import { lockStore } from "../nsc/lock-store.js";
import { createStore } from "../nsc/open-store.js";
import { defaultPaths } from "../nsc/paths.js";
import { addOperator } from "../tree/add-operator.js";
import { expiryFlag } from "./flags.js";
import { refuseFound } from "./found.js";
import { type CliContext, print } from "./output.js";
import { rootCommand, type StoreFlags } from "./store-command.js";

interface AddOperatorFlags extends StoreFlags {
  readonly systemAccount: string | false;
  readonly strict: boolean;
  readonly expires?: number | undefined;
  readonly ifMissing?: boolean | undefined;
}

/** `kchat-auth add operator` */
export function addOperatorCommand(context: CliContext): Command {
  return rootCommand("operator", "add an operator with a signing key and a system account")
    .argument("<name>")
    .option("--system-account <name>", "name of the system account", "SYS")
    .option("--no-system-account", "make none")
    .option("--no-strict", "let identity keys sign accounts and users")
    .option("--expires <when>", "a duration such as 365d, or a date", expiryFlag)
    .option("--if-missing", "succeed when it is there already")
    .addHelpText("after", "\nExample:\n  $ kchat-auth add operator KO --expires 365d")
    .action(async (name: string, flags: AddOperatorFlags) => {
      const store = await createStore(flags.nsc ? defaultPaths() : flags.store);
      await using _lock = await lockStore(store);
      const { systemAccount, strict, expires: expiresAt } = flags;
      const operator = await addOperator(store, { name, systemAccount, strict, expiresAt });
      refuseFound(operator, `operator ${name}`, flags);
      print(context, flags, operator, `operator ${name} ${operator.claims.sub}`);
    });
}
