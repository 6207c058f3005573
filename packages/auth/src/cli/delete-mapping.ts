import type { Command } from "commander";
import type { AccountClaims } from "../claims/types/account.js";
import { AuthError } from "../errors/auth-error.js";
import { editAccount } from "../tree/edit-account.js";
import { type Destination, destinationsOf, withoutMapping } from "../tree/mappings.js";
import { type CliContext, print } from "./output.js";
import { holdStore, type StoreFlags, storeCommand } from "./store-command.js";

interface DeleteMappingFlags extends StoreFlags {
  readonly account: string;
  readonly cluster?: string | undefined;
}

/** `kchat-auth delete mapping` */
export function deleteMappingCommand(context: CliContext): Command {
  return storeCommand("mapping", "stop mapping a subject")
    .argument("<from>", "the subject that is published to")
    .argument("[to]", "this destination alone (default: all of them)")
    .requiredOption("--account <name>", "the account")
    .option("--cluster <name>", "in this cluster alone")
    .addHelpText("after", '\nExample:\n  $ kchat-auth delete mapping "orders.*" --account SHOP')
    .action(async (from: string, subject: string | undefined, flags: DeleteMappingFlags) => {
      const { operator, account, cluster } = flags;
      await using held = await holdStore(flags);
      const change = (claims: AccountClaims) => changed(claims, from, { subject, cluster });
      const entry = await editAccount(held.store, { operator, account, change });
      print(context, flags, entry, `account ${account} maps ${from} no longer: push it`);
    });
}

function changed(before: AccountClaims, from: string, removed: Destination): AccountClaims {
  const after = withoutMapping(before, from, removed);
  if (destinationsOf(after, from).length < destinationsOf(before, from).length) return after;
  const to = [
    removed.subject === undefined ? "" : ` to ${removed.subject}`,
    removed.cluster === undefined ? "" : ` in cluster ${removed.cluster}`,
  ].join("");
  throw new AuthError("ERR_NOT_FOUND", `account ${before.name} maps no ${from}${to}`);
}
