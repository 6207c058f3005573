import { type Command, Option } from "commander";
import { deleteUser } from "../tree/delete-user.js";
import { type CliContext, print } from "./output.js";
import { holdStore, type StoreFlags, storeCommand } from "./store-command.js";

interface DeleteUserFlags extends StoreFlags {
  readonly account: string;
  readonly revoke?: boolean | undefined;
  readonly leaveValid?: boolean | undefined;
  readonly withSeed?: boolean | undefined;
  readonly dryRun?: boolean | undefined;
}

/** `kchat-auth delete user` */
export function deleteUserCommand(context: CliContext): Command {
  return storeCommand("user", "delete a user's token and creds from the store, and revoke it")
    .argument("<name>")
    .requiredOption("--account <name>", "the account")
    .option("--revoke", "revoke it; it is refused once the account is pushed")
    .addOption(
      new Option("--leave-valid", "let whoever has a copy of the creds go on").conflicts("revoke"),
    )
    .option("--with-seed", "delete the seed, too")
    .option("--dry-run", "say what would be done, and change nothing")
    .addHelpText(
      "after",
      `
Deleting files takes nothing away from whoever copied them: without --revoke only a user
is deleted that servers refuse already.

Examples:
  $ kchat-auth delete user wally --account KUBECON --revoke && kchat-auth push
  $ kchat-auth delete user wally --account KUBECON --revoke --dry-run`,
    )
    .action(async (user: string, flags: DeleteUserFlags) => {
      const { operator, account, withSeed, dryRun } = flags;
      await using held = await holdStore(flags);
      const deleted = await deleteUser(held.store, {
        operator,
        account,
        user,
        ifValid: flags.revoke ? "revoke" : flags.leaveValid ? "leave valid" : "refuse",
        withSeed,
        dryRun,
      });
      const { sub, exp } = deleted.user.claims;
      const lines = [
        `user ${user} ${sub} ${dryRun ? "would be deleted; nothing was changed" : "is deleted"}`,
        ...(deleted.account ? ["it is refused once the account is pushed: kchat-auth push"] : []),
        ...(deleted.leftValid
          ? [`its creds stay good ${exp ? "until they expire" : "for ever"}`]
          : []),
      ];
      // The token of a bearer logs in by itself and does not belong on a screen.
      const { leftValid } = deleted;
      const data = { user, key: sub, revoked: deleted.account !== undefined, leftValid };
      print(context, flags, { ...data, dryRun: dryRun === true }, lines.join("\n"));
    });
}
