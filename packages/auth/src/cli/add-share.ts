import type { Command } from "commander";
import type { Import, SharingType } from "../claims/types/sharing.js";
import { AuthError } from "../errors/auth-error.js";
import { readText } from "../nsc/files.js";
import { withExport, withImport } from "../sharing/edit-account.js";
import { importService, importStream } from "../sharing/imports.js";
import { editAccount } from "../tree/edit-account.js";
import { soleOperator } from "../tree/sole-operator.js";
import { type ExportFlags, exportFrom, withExportFlags } from "./export-flags.js";
import { type CliContext, print } from "./output.js";
import { keyOfAccount, typeArgument } from "./share-flags.js";
import { holdStore, type IssuingFlags, ignoredRules, issuingCommand } from "./store-command.js";
import { tokenIn } from "./token-in.js";

interface AddExportFlags extends IssuingFlags, ExportFlags {
  readonly account: string;
}

interface AddImportFlags extends IssuingFlags {
  readonly account: string;
  readonly name?: string | undefined;
  readonly from: string;
  readonly localSubject?: string | undefined;
  readonly token?: string | undefined;
  readonly share?: boolean | undefined;
  readonly allowTrace?: boolean | undefined;
}

/** `kchat-auth add export` */
export function addExportCommand(context: CliContext): Command {
  return withExportFlags(shareCommand("export", "let other accounts import a stream or a service"))
    .addHelpText(
      "after",
      `
An export that is there is replaced; activations that were revoked stay so.

Examples:
  $ kchat-auth add export stream "status.>" --account SYNADIA --access anyone
  $ kchat-auth add export service deploy.request --account SYNADIA --latency deploy.latency`,
    )
    .action(async (type: SharingType, subject: string, flags: AddExportFlags) => {
      const { operator, account } = flags;
      const shared = exportFrom(type, subject, flags);
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
    .option("--token <token>", "activation token or its file, where the export wants one")
    .option("--share", "tell the exporter who asks, for a service")
    .option("--allow-trace", "let the exporter trace messages to here, for a stream")
    .addHelpText(
      "after",
      `
An import that is there is replaced.

Examples:
  $ kchat-auth add import stream "status.>" --account CNCF --from SYNADIA --local-subject "synadia.status.>"
  $ kchat-auth add import service deploy.request --account CNCF --from AB… --token cncf.activation.jwt`,
    )
    .action(async (type: SharingType, subject: string, flags: AddImportFlags) => {
      const { account } = flags;
      await using held = await holdStore(flags);
      const { store } = held;
      const operator = await soleOperator(store, flags.operator);
      const from = await keyOfAccount(store, { operator }, flags.from);
      const wanted = await importFrom(type, subject, from, flags);
      const entry = await editAccount(store, {
        operator,
        account,
        disable: ignoredRules(flags),
        change: (claims) => withImport(claims, wanted),
      });
      print(context, flags, entry, `account ${account} imports ${type} ${subject} from ${from}`);
    });
}

async function importFrom(
  type: SharingType,
  subject: string,
  from: string,
  { name, localSubject, token: given, share, allowTrace }: AddImportFlags,
): Promise<Import> {
  const token = given === undefined ? undefined : await tokenOf(given);
  const common = { from, subject, name, localSubject, token };
  if (type === "stream" && share) {
    throw new AuthError("ERR_USAGE", "--share is about services: nobody asks a stream");
  }
  if (type === "service" && allowTrace) {
    throw new AuthError("ERR_USAGE", "--allow-trace is about streams; a service's exporter has it");
  }
  return type === "stream"
    ? importStream({ ...common, allowTrace })
    : importService({ ...common, share });
}

/** A token, or what a file of ours or of nsc's holds. */
async function tokenOf(given: string): Promise<string> {
  if (given.startsWith("eyJ")) return given;
  const text = await readText(given);
  if (text !== undefined) return tokenIn(given, text);
  throw new AuthError(
    "ERR_NOT_FOUND",
    "--token is neither a token, which starts with eyJ, nor the name of a file",
  );
}

function shareCommand(name: string, description: string): Command {
  return issuingCommand(name, description)
    .argument("<type>", "stream or service", typeArgument)
    .argument("<subject>")
    .requiredOption("--account <name>", "the account")
    .option("--name <text>", "what people call it");
}
