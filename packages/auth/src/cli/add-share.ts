import { type Command, InvalidArgumentError, Option } from "commander";
import type { SharingType } from "../claims/types/sharing.js";
import { withExport, withImport } from "../sharing/edit-account.js";
import { exportService, exportStream } from "../sharing/exports.js";
import { importService, importStream } from "../sharing/imports.js";
import { editAccount } from "../tree/edit-account.js";
import { soleOperator } from "../tree/sole-operator.js";
import { type CliContext, print } from "./output.js";
import { keyOfAccount, typeArgument } from "./share-flags.js";
import { holdStore, type IssuingFlags, ignoredRules, issuingCommand } from "./store-command.js";

interface ShareFlags extends IssuingFlags {
  readonly account: string;
  readonly name?: string | undefined;
}

interface ExportFlags extends ShareFlags {
  readonly access: "anyone" | "activation" | { readonly accountAt: number };
}

interface ImportFlags extends ShareFlags {
  readonly from: string;
  readonly localSubject?: string | undefined;
  readonly token?: string | undefined;
}

/** `kchat-auth add export` */
export function addExportCommand(context: CliContext): Command {
  return shareCommand("export", "let other accounts import a stream or a service")
    .option(
      "--access <who>",
      "anyone, activation, or the position of the importer's key in the subject",
      accessFlag,
      "activation",
    )
    .addHelpText(
      "after",
      `
Examples:
  $ kchat-auth add export stream "status.>" --account SYNADIA --access anyone
  $ kchat-auth add export service deploy.request --account SYNADIA`,
    )
    .action(async (type: SharingType, subject: string, flags: ExportFlags) => {
      const { operator, account, name, access } = flags;
      const shared = (type === "stream" ? exportStream : exportService)({ subject, name, access });
      await using held = await holdStore(flags);
      const entry = await editAccount(held.store, {
        operator,
        account,
        disable: ignoredRules(flags),
        change: (claims) => withExport(claims, shared),
      });
      print(context, flags, entry, `account ${account} exports ${type} ${subject}`);
    });
}

/** `kchat-auth add import` */
export function addImportCommand(context: CliContext): Command {
  return shareCommand("import", "import a stream or a service of another account")
    .requiredOption("--from <account>", "the exporting account: its name here, or its public key")
    .option("--local-subject <subject>", "the subject as it is named here")
    .option("--token <token>", "activation token, where the export wants one")
    .addHelpText(
      "after",
      `
Example:
  $ kchat-auth add import stream "status.>" --account CNCF --from SYNADIA --local-subject "synadia.status.>"`,
    )
    .action(async (type: SharingType, subject: string, flags: ImportFlags) => {
      const { account, name, localSubject, token } = flags;
      await using held = await holdStore(flags);
      const { store } = held;
      const operator = await soleOperator(store, flags.operator);
      const from = await keyOfAccount(store, { operator }, flags.from);
      const build = type === "stream" ? importStream : importService;
      const wanted = build({ from, subject, name, localSubject, token });
      const entry = await editAccount(store, {
        operator,
        account,
        disable: ignoredRules(flags),
        change: (claims) => withImport(claims, wanted),
      });
      print(context, flags, entry, `account ${account} imports ${type} ${subject} from ${from}`);
    });
}

function shareCommand(name: string, description: string): Command {
  return issuingCommand(name, description)
    .argument("<type>", "stream or service", typeArgument)
    .argument("<subject>")
    .addOption(new Option("--account <name>", "the account").makeOptionMandatory())
    .option("--name <text>", "what people call it");
}

function accessFlag(text: string): ExportFlags["access"] {
  if (text === "anyone" || text === "activation") return text;
  if (/^[1-9]\d?$/.test(text)) return { accountAt: Number(text) };
  throw new InvalidArgumentError('expected "anyone", "activation", or a position such as 2.');
}
