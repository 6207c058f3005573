import type { Command } from "commander";
import { issueUserAsync } from "../claims/issue/issue-user.js";
import { decodeUser } from "../claims/token/decode.js";
import { parsePublicKey } from "../keys/public-key.js";
import { fileIssueLog } from "../revocation/file-issue-log.js";
import { assertIssuable } from "../tree/assert-issuable.js";
import { readAccount } from "../tree/entry.js";
import { accountKey } from "../tree/signers.js";
import { soleOperator } from "../tree/sole-operator.js";
import { listFlag, publicKeyFlag } from "./flags.js";
import { type CliContext, print } from "./output.js";
import { type PermissionFlags, permissionsFrom, withPermissionFlags } from "./permission-flags.js";
import {
  type IssuingFlags,
  ignoredRules,
  issuingCommand,
  openNamedStore,
} from "./store-command.js";
import { type ValidityFlags, withValidityFlags } from "./validity-flags.js";

interface IssueFlags extends IssuingFlags, PermissionFlags, ValidityFlags {
  readonly account: string;
  readonly signWith: string;
  readonly publicKey: string;
  readonly tag?: readonly string[] | undefined;
  readonly log?: string | undefined;
}

/** `kchat-auth issue` */
export function issueCommand(context: CliContext): Command {
  const what = "sign a token for a key that was made elsewhere; nothing is stored";
  const command = issuingCommand("issue", what)
    .argument("<name>", "the user's name")
    .requiredOption("--account <name>", "the account")
    .requiredOption("--sign-with <key>", "a role, or the public key of a signing key")
    .requiredOption("--public-key <key>", "the user's public key", publicKeyFlag("user"))
    .option("--tag <key:value>", "a tag (repeatable)", listFlag)
    .option("--log <file>", "write the issue down, so that it can be revoked by name");
  return withPermissionFlags(withValidityFlags(command, "8h"))
    .addHelpText(
      "after",
      `
A role says itself what its users may do: permissions and limits are for keys without one, and needed there.

Examples:
  $ kchat-auth issue wally --account KUBECON --sign-with member --public-key UA… --log issued.jsonl
  $ kchat-auth issue probe --account KUBECON --sign-with AB… --public-key UA… --allow-sub health.> --expires 1y`,
    )
    .action(async (name: string, flags: IssueFlags) => {
      const store = await openNamedStore(flags);
      const operator = await soleOperator(store, flags.operator);
      const account = await readAccount(store, { operator, account: flags.account });
      const signer = await accountKey(store, account.claims, flags.signWith, {});
      const now = Math.floor(Date.now() / 1000);
      const permissions = permissionsFrom({}, flags);
      const token = await issueUserAsync(signer, {
        user: flags.publicKey,
        account: account.claims,
        name,
        grant: Object.keys(permissions).length === 0 ? "scope" : permissions,
        expiresInSeconds: flags.expires ? flags.expires - now : undefined,
        notBefore: flags.start || undefined,
        tags: flags.tag,
        now,
      });
      const claims = decodeUser(token);
      assertIssuable("user", claims, undefined, { disable: ignoredRules(flags), now });
      if (flags.log !== undefined) {
        const publicKey = parsePublicKey(claims.sub, "user");
        const { iat: issuedAt = 0, exp: expiresAt } = claims;
        await fileIssueLog(flags.log).append({ name, publicKey, issuedAt, expiresAt });
      }
      print(context, flags, { token, claims }, token);
    });
}
