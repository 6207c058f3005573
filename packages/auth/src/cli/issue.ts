import { type Command, Option } from "commander";
import { issueUserAsync } from "../claims/issue/issue-user.js";
import { decodeUser } from "../claims/token/decode.js";
import { parsePublicKey } from "../keys/public-key.js";
import { fileIssueLog } from "../revocation/file-issue-log.js";
import { readAccount } from "../tree/entry.js";
import { accountKey } from "../tree/signers.js";
import { soleOperator } from "../tree/sole-operator.js";
import { durationFlag, listFlag, publicKeyFlag } from "./flags.js";
import { type CliContext, print } from "./output.js";
import { openNamedStore, type StoreFlags, storeCommand } from "./store-command.js";

interface IssueFlags extends StoreFlags {
  readonly account: string;
  readonly signWith: string;
  readonly publicKey: string;
  readonly expires: number;
  readonly tag?: readonly string[] | undefined;
  readonly log?: string | undefined;
}

/** `kchat-auth issue` */
export function issueCommand(context: CliContext): Command {
  return storeCommand("issue", "sign a token for a key that was made elsewhere; nothing is stored")
    .argument("<name>", "the user's name")
    .requiredOption("--account <name>", "the account")
    .requiredOption("--sign-with <key>", "a role or the public key of a scope")
    .requiredOption("--public-key <key>", "the user's public key", publicKeyFlag("user"))
    .addOption(
      new Option("--expires <duration>", "how long it is valid")
        .argParser(durationFlag)
        .default(8 * 3600, "8h"),
    )
    .option("--tag <key:value>", "a tag (repeatable)", listFlag)
    .option("--log <file>", "write the issue down, so that it can be revoked by name")
    .addHelpText(
      "after",
      `
Example:
  $ kchat-auth issue wally --account KUBECON --sign-with member --public-key UA… --log issued.jsonl`,
    )
    .action(async (name: string, flags: IssueFlags) => {
      const store = await openNamedStore(flags);
      const operator = await soleOperator(store, flags.operator);
      const account = await readAccount(store, { operator, account: flags.account });
      const signer = await accountKey(store, account.claims, flags.signWith, {});
      const token = await issueUserAsync(signer, {
        user: flags.publicKey,
        account: account.claims,
        name,
        expiresInSeconds: flags.expires,
        tags: flags.tag,
      });
      const claims = decodeUser(token);
      if (flags.log !== undefined) {
        const publicKey = parsePublicKey(claims.sub, "user");
        const { iat: issuedAt = 0, exp: expiresAt } = claims;
        await fileIssueLog(flags.log).append({ name, publicKey, issuedAt, expiresAt });
      }
      print(context, flags, { token, claims }, token);
    });
}
