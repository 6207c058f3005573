import type { Command } from "commander";
import type { SharingType } from "../claims/types/sharing.js";
import { AuthError } from "../errors/auth-error.js";
import { EVERYONE } from "../revocation/revocation-list.js";
import { revokeActivation } from "../revocation/revoke-activation.js";
import { soleOperator } from "../tree/sole-operator.js";
import { pastFlag } from "./flags.js";
import { type CliContext, print } from "./output.js";
import { keyOfAccount, typeArgument } from "./share-flags.js";
import { holdStore, type StoreFlags, storeCommand } from "./store-command.js";

interface DeleteActivationFlags extends StoreFlags {
  readonly account: string;
  readonly importer?: string | undefined;
  readonly everyone?: boolean | undefined;
  readonly until?: number | undefined;
}

/** `kchat-auth delete activation` */
export function deleteActivationCommand(context: CliContext): Command {
  return storeCommand("activation", "revoke what lets an account import a private export")
    .argument("<type>", "stream or service", typeArgument)
    .argument("<subject>", "the subject of the export")
    .requiredOption("--account <name>", "the exporting account")
    .option("--importer <account>", "the importing account: its name here, or its key")
    .option("--everyone", "the activations of all accounts")
    .option("--until <when>", "those issued until then: a date, or how long ago", pastFlag)
    .addHelpText(
      "after",
      `
It is refused once the exporting account is pushed; a token that is issued later is good again.

Example:
  $ kchat-auth delete activation service deploy.request --account SYNADIA --importer CNCF`,
    )
    .action(async (type: SharingType, subject: string, flags: DeleteActivationFlags) => {
      const { account, until: at } = flags;
      await using held = await holdStore(flags);
      const operator = await soleOperator(held.store, flags.operator);
      const named = importerOf(flags);
      const importer =
        named === EVERYONE ? named : await keyOfAccount(held.store, { operator }, named);
      const entry = await revokeActivation(held.store, {
        operator,
        account,
        type,
        subject,
        importer,
        at,
      });
      const whose = named === EVERYONE ? "everyone" : named;
      print(
        context,
        flags,
        entry,
        `activations of ${type} ${subject} for ${whose} are revoked: push ${account}`,
      );
    });
}

function importerOf({ importer, everyone }: DeleteActivationFlags): string {
  if (importer !== undefined && !everyone) return importer;
  if (everyone && importer === undefined) return EVERYONE;
  throw new AuthError("ERR_USAGE", "name one of: --importer, --everyone");
}
