import type { Command } from "commander";
import type { AccountClaims } from "../claims/types/account.js";
import type { SharingType } from "../claims/types/sharing.js";
import { AuthError } from "../errors/auth-error.js";
import { withoutExport, withoutImport } from "../sharing/edit-account.js";
import { editAccount } from "../tree/edit-account.js";
import { soleOperator } from "../tree/sole-operator.js";
import { type CliContext, print } from "./output.js";
import { keyOfAccount, typeArgument } from "./share-flags.js";
import { holdStore, type StoreFlags, storeCommand } from "./store-command.js";

interface DeleteShareFlags extends StoreFlags {
  readonly account: string;
}

/** `kchat-auth delete export` */
export function deleteExportCommand(context: CliContext): Command {
  return shareCommand("export", "stop sharing a stream or a service; importers lose it")
    .addHelpText(
      "after",
      '\nExample:\n  $ kchat-auth delete export stream "status.>" --account SYNADIA',
    )
    .action(async (type: SharingType, subject: string, flags: DeleteShareFlags) => {
      await using held = await holdStore(flags);
      const { operator, account } = flags;
      const change = (claims: AccountClaims) =>
        changed(claims, withoutExport(claims, { subject, type }), `exports no ${type} ${subject}`);
      const entry = await editAccount(held.store, { operator, account, change });
      print(
        context,
        flags,
        entry,
        `account ${account} no longer exports ${type} ${subject}: push it`,
      );
    });
}

/** `kchat-auth delete import` */
export function deleteImportCommand(context: CliContext): Command {
  return shareCommand("import", "stop importing a stream or a service")
    .requiredOption("--from <account>", "the exporting account: its name here, or its public key")
    .addHelpText(
      "after",
      '\nExample:\n  $ kchat-auth delete import stream "status.>" --account CNCF --from SYNADIA',
    )
    .action(
      async (
        type: SharingType,
        subject: string,
        flags: DeleteShareFlags & { readonly from: string },
      ) => {
        await using held = await holdStore(flags);
        const { account } = flags;
        const operator = await soleOperator(held.store, flags.operator);
        const from = await keyOfAccount(held.store, { operator }, flags.from);
        const change = (claims: AccountClaims) =>
          changed(
            claims,
            withoutImport(claims, { subject, type, account: from }),
            `imports no ${type} ${subject} from ${flags.from}`,
          );
        const entry = await editAccount(held.store, { operator, account, change });
        print(
          context,
          flags,
          entry,
          `account ${account} no longer imports ${type} ${subject}: push it`,
        );
      },
    );
}

function shareCommand(name: string, description: string): Command {
  return storeCommand(name, description)
    .argument("<type>", "stream or service", typeArgument)
    .argument("<subject>", "as the exporter names it")
    .requiredOption("--account <name>", "the account");
}

function changed(before: AccountClaims, after: AccountClaims, otherwise: string): AccountClaims {
  const count = ({ nats }: AccountClaims) =>
    (nats.exports?.length ?? 0) + (nats.imports?.length ?? 0);
  if (count(after) < count(before)) return after;
  throw new AuthError("ERR_NOT_FOUND", `account ${before.name} ${otherwise}`);
}
