import type { Command } from "commander";
import { reissueUser } from "../tree/reissue-user.js";
import { publicKeyFlag } from "./flags.js";
import { type CliContext, print } from "./output.js";
import { holdStore, type StoreFlags, storeCommand } from "./store-command.js";

interface ReissueUserFlags extends StoreFlags {
  readonly account: string;
  readonly publicKey?: string | undefined;
  readonly revokeOld?: boolean | undefined;
}

/** `kchat-auth reissue user` */
export function reissueUserCommand(context: CliContext): Command {
  return storeCommand("user", "give a user a new key with the same rights, and write its creds")
    .argument("<name>")
    .requiredOption("--account <name>", "the account")
    .option(
      "--public-key <key>",
      "the user's new key, made where it is used",
      publicKeyFlag("user"),
    )
    .option("--revoke-old", "revoke the old key; it is refused once the account is pushed")
    .addHelpText(
      "after",
      `
Without --revoke-old the old creds stay good until they expire: hand over the new
ones, then revoke the old key, which is printed.

Examples:
  $ kchat-auth reissue user wally --account KUBECON
  $ kchat-auth reissue user wally --account KUBECON --revoke-old && kchat-auth push`,
    )
    .action(async (user: string, flags: ReissueUserFlags) => {
      const { operator, account, publicKey: key, revokeOld } = flags;
      await using held = await holdStore(flags);
      const { store } = held;
      const reissued = await reissueUser(store, { operator, account, user, key, revokeOld });
      const { oldKey, mentionedBy } = reissued;
      const { claims, token, address } = reissued.user;
      const creds = key === undefined ? store.creds.path(address) : undefined;
      const next = revokeOld
        ? "the old key is refused once the account is pushed: kchat-auth push"
        : `the old key is good until it expires or: kchat-auth revoke --public-key ${oldKey} --account ${account}`;
      const lines = [
        `user ${user} ${claims.sub}, before ${oldKey}`,
        creds === undefined ? token : `creds ${creds}`,
        next,
        ...mentionedBy.map((what) => `${what} names the old key; change it by hand`),
      ];
      print(context, flags, { ...reissued, creds }, lines.join("\n"));
    });
}
