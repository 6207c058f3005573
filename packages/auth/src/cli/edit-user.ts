import type { Command } from "commander";
import { editUser } from "../tree/edit-user.js";
import { expiryFlag } from "./flags.js";
import { type CliContext, print } from "./output.js";
import { type PermissionFlags, permissionsFrom, withPermissionFlags } from "./permission-flags.js";
import { holdStore, type IssuingFlags, ignoredRules, issuingCommand } from "./store-command.js";

interface EditUserFlags extends IssuingFlags, PermissionFlags {
  readonly account: string;
  readonly expires?: number | undefined;
}

/** `kchat-auth edit user` */
export function editUserCommand(context: CliContext): Command {
  const command = issuingCommand(
    "user",
    "change a user; each list that is given replaces the old one",
  )
    .argument("<name>")
    .requiredOption("--account <name>", "the account")
    .option("--expires <when>", "a duration such as 30d, or a date", expiryFlag);
  return withPermissionFlags(command)
    .addHelpText(
      "after",
      `
The old token stays valid until it expires or is revoked.

Example:
  $ kchat-auth edit user wally --account KUBECON --expires 30d`,
    )
    .action(async (user: string, flags: EditUserFlags) => {
      const { operator, account, expires } = flags;
      const { pub, sub, ...others } = permissionsFrom(flags);
      await using held = await holdStore(flags);
      const entry = await editUser(held.store, {
        operator,
        account,
        user,
        disable: ignoredRules(flags),
        change: (claims) => ({
          ...claims,
          ...(expires !== undefined && { exp: expires }),
          nats: {
            ...claims.nats,
            ...others,
            pub: { ...claims.nats.pub, ...pub },
            sub: { ...claims.nats.sub, ...sub },
          },
        }),
      });
      print(context, flags, entry, `user ${user} issued anew`);
    });
}
