import type { Command } from "commander";
import type { SharingType } from "../claims/types/sharing.js";
import { issueActivation } from "../sharing/issue-activation.js";
import { readAccount, readOperator } from "../tree/entry.js";
import { accountSigner } from "../tree/signers.js";
import { soleOperator } from "../tree/sole-operator.js";
import { type CliContext, print } from "./output.js";
import { keyOfAccount, typeArgument } from "./share-flags.js";
import { openNamedStore, type StoreFlags, storeCommand } from "./store-command.js";
import { type ValidityFlags, withValidityFlags } from "./validity-flags.js";

interface AddActivationFlags extends StoreFlags, ValidityFlags {
  readonly account: string;
  readonly importer: string;
}

/** `kchat-auth add activation` */
export function addActivationCommand(context: CliContext): Command {
  const command = storeCommand(
    "activation",
    "print the token that lets one account import a private export",
  )
    .argument("<type>", "stream or service", typeArgument)
    .argument("<subject>")
    .requiredOption("--account <name>", "the exporting account")
    .requiredOption("--importer <account>", "the importing account: its name here, or its key");
  return withValidityFlags(command)
    .addHelpText(
      "after",
      `
Example:
  $ kchat-auth add activation service deploy.request --account SYNADIA --importer CNCF --expires 90d`,
    )
    .action(async (type: SharingType, subject: string, flags: AddActivationFlags) => {
      const store = await openNamedStore(flags);
      const { claims: operator, address } = await readOperator(store, {
        operator: await soleOperator(store, flags.operator),
      });
      const { claims: exporter } = await readAccount(store, { ...address, account: flags.account });
      const signer = await accountSigner(store, operator, exporter, {});
      const importer = await keyOfAccount(store, address, flags.importer);
      const token = await issueActivation({
        exporter,
        signer,
        importer,
        subject,
        type,
        expiresAt: flags.expires,
        notBefore: flags.start,
      });
      print(context, flags, { token, importer, subject, type }, token);
    });
}
