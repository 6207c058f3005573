import type { Command } from "commander";
import { editUser } from "../tree/edit-user.js";
import { type CliContext, print } from "./output.js";
import {
  type PermissionFlags,
  permissionsFrom,
  withPermissionFlags,
  withPermissionRemovalFlags,
} from "./permission-flags.js";
import { holdStore, type IssuingFlags, ignoredRules, issuingCommand } from "./store-command.js";
import { type TagFlags, tagsFrom, withTagFlags } from "./tag-flags.js";
import { type ValidityFlags, validityFrom, withValidityFlags } from "./validity-flags.js";

interface EditUserFlags extends IssuingFlags, PermissionFlags, TagFlags, ValidityFlags {
  readonly account: string;
  readonly signWith?: string | undefined;
}

/** `kchat-auth edit user` */
export function editUserCommand(context: CliContext): Command {
  const command = issuingCommand("user", "change a user; what is not spoken of stays")
    .argument("<name>")
    .requiredOption("--account <name>", "the account")
    .option("--sign-with <key>", "a role or a public key (default: the one that signed it)");
  return withPermissionRemovalFlags(withPermissionFlags(withValidityFlags(withTagFlags(command))))
    .addHelpText(
      "after",
      `
The old token stays valid until it expires or is revoked. When the key that signed a user is gone,
--sign-with names another.

Examples:
  $ kchat-auth edit user wally --account KUBECON --expires 30d --tag team:blue
  $ kchat-auth edit user chat-access --account KUBECON --allow-sub chat.req.renew --remove chat.req.access`,
    )
    .action(async (user: string, flags: EditUserFlags) => {
      const { operator, account, signWith } = flags;
      await using held = await holdStore(flags);
      const entry = await editUser(held.store, {
        operator,
        account,
        user,
        signWith,
        disable: ignoredRules(flags),
        change: (claims) => ({
          ...claims,
          ...validityFrom(flags),
          nats: {
            ...claims.nats,
            ...permissionsFrom(claims.nats, flags),
            ...tagsFrom(claims.nats.tags, flags),
          },
        }),
      });
      print(context, flags, entry, `user ${user} issued anew`);
    });
}
