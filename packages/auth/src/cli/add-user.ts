import type { Command } from "commander";
import { addUser } from "../tree/add-user.js";
import { publicKeyFlag } from "./flags.js";
import { refuseFound } from "./found.js";
import { type CliContext, print } from "./output.js";
import { type PermissionFlags, permissionsFrom, withPermissionFlags } from "./permission-flags.js";
import { holdStore, type IssuingFlags, ignoredRules, issuingCommand } from "./store-command.js";
import { type TagFlags, tagsFrom, withTagFlag } from "./tag-flags.js";
import { type ValidityFlags, withValidityFlags } from "./validity-flags.js";

interface AddUserFlags extends IssuingFlags, PermissionFlags, TagFlags, ValidityFlags {
  readonly account: string;
  readonly signWith?: string | undefined;
  readonly publicKey?: string | undefined;
  readonly ifMissing?: boolean | undefined;
}

/** `kchat-auth add user` */
export function addUserCommand(context: CliContext): Command {
  const command = issuingCommand("user", "add a user and write its creds")
    .argument("<name>")
    .requiredOption("--account <name>", "the account")
    .option("--sign-with <key>", "a role or a public key (default: an unscoped signing key)")
    .option(
      "--public-key <key>",
      "the user's own key, made where it is used",
      publicKeyFlag("user"),
    )
    .option("--if-missing", "succeed when it is there already");
  return withPermissionFlags(withValidityFlags(withTagFlag(command)))
    .addHelpText(
      "after",
      `
Examples:
  $ kchat-auth add user wally --account KUBECON --sign-with member --expires 30d
  $ kchat-auth add user chat-access --account KUBECON --allow-sub chat.req.access --allow-responses 1 --response-ttl 5s`,
    )
    .action(async (name: string, flags: AddUserFlags) => {
      const { operator, account, signWith, publicKey: key } = flags;
      await using held = await holdStore(flags);
      const { store } = held;
      const permissions = permissionsFrom({}, flags);
      const user = await addUser(store, {
        operator,
        account,
        name,
        disable: ignoredRules(flags),
        signWith,
        key,
        expiresAt: flags.expires,
        notBefore: flags.start,
        ...tagsFrom(undefined, flags),
        permissions,
      });
      refuseFound(user, `user ${name}`, flags);
      const creds = key === undefined ? store.creds.path(user.address) : undefined;
      const last = creds === undefined ? user.token : `creds ${creds}`;
      print(context, flags, { ...user, creds }, `user ${name} ${user.claims.sub}\n${last}`);
    });
}
