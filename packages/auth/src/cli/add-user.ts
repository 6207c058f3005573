import type { Command } from "commander";
import { addUser } from "../tree/add-user.js";
import { expiryFlag, listFlag, publicKeyFlag } from "./flags.js";
import { refuseFound } from "./found.js";
import { type CliContext, print } from "./output.js";
import { type PermissionFlags, permissionsFrom, withPermissionFlags } from "./permission-flags.js";
import { holdStore, type IssuingFlags, ignoredRules, issuingCommand } from "./store-command.js";

interface AddUserFlags extends IssuingFlags, PermissionFlags {
  readonly account: string;
  readonly signWith?: string | undefined;
  readonly publicKey?: string | undefined;
  readonly expires?: number | undefined;
  readonly tag?: readonly string[] | undefined;
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
    .option("--expires <when>", "a duration such as 30d, or a date", expiryFlag)
    .option("--tag <key:value>", "a tag (repeatable)", listFlag)
    .option("--if-missing", "succeed when it is there already");
  return withPermissionFlags(command)
    .addHelpText(
      "after",
      `
Examples:
  $ kchat-auth add user wally --account KUBECON --sign-with member --expires 30d
  $ kchat-auth add user chat-access --account KUBECON --allow-sub chat.req.access --allow-responses 1 --response-ttl 5s`,
    )
    .action(async (name: string, flags: AddUserFlags) => {
      const { operator, account, signWith, publicKey: key, expires: expiresAt, tag: tags } = flags;
      await using held = await holdStore(flags);
      const { store } = held;
      const permissions = permissionsFrom(flags);
      const user = await addUser(store, {
        operator,
        account,
        name,
        disable: ignoredRules(flags),
        signWith,
        key,
        expiresAt,
        tags,
        permissions,
      });
      refuseFound(user, `user ${name}`, flags);
      const creds = key === undefined ? store.creds.path(user.address) : undefined;
      const last = creds === undefined ? user.token : `creds ${creds}`;
      print(context, flags, { ...user, creds }, `user ${name} ${user.claims.sub}\n${last}`);
    });
}
