import type { Command } from "commander";
import { lockStore } from "../nsc/lock-store.js";
import { createStore } from "../nsc/open-store.js";
import { defaultPaths } from "../nsc/paths.js";
import { addOperator } from "../tree/add-operator.js";
import { refuseFound } from "./found.js";
import { type CliContext, print } from "./output.js";
import { rootCommand, type StoreFlags } from "./store-command.js";
import { type ValidityFlags, withValidityFlags } from "./validity-flags.js";

interface AddOperatorFlags extends StoreFlags, ValidityFlags {
  readonly systemAccount: string | false;
  readonly strict: boolean;
  readonly ifMissing?: boolean | undefined;
}

/** `kchat-auth add operator` */
export function addOperatorCommand(context: CliContext): Command {
  const command = rootCommand("operator", "add an operator with a signing key and a system account")
    .argument("<name>")
    .option("--system-account <name>", "name of the system account", "SYS")
    .option("--no-system-account", "make none")
    .option("--no-strict", "let identity keys sign accounts and users")
    .option("--if-missing", "succeed when it is there already");
  return withValidityFlags(command)
    .addHelpText("after", "\nExample:\n  $ kchat-auth add operator KO --expires 5y")
    .action(async (name: string, flags: AddOperatorFlags) => {
      const store = await createStore(flags.nsc ? defaultPaths() : flags.store);
      await using _lock = await lockStore(store);
      const { systemAccount, strict, expires: expiresAt, start: notBefore } = flags;
      const options = { name, systemAccount, strict, expiresAt, notBefore };
      const operator = await addOperator(store, options);
      refuseFound(operator, `operator ${name}`, flags);
      print(context, flags, operator, `operator ${name} ${operator.claims.sub}`);
    });
}
