import type { Command } from "commander";
import type { AccountClaims } from "../claims/types/account.js";
import { AuthError } from "../errors/auth-error.js";
import { EVERYONE, withoutRevoked } from "../revocation/revocation-list.js";
import { selectKeys } from "../revocation/select-keys.js";
import { editAccount } from "../tree/edit-account.js";
import { soleOperator } from "../tree/sole-operator.js";
import { publicKeyFlag } from "./flags.js";
import { type CliContext, print } from "./output.js";
import { targetOf } from "./revoke.js";
import { holdStore, type StoreFlags, storeCommand } from "./store-command.js";

interface DeleteRevocationFlags extends StoreFlags {
  readonly account: string;
  readonly publicKey?: string | undefined;
  readonly everyone?: boolean | undefined;
}

/** `kchat-auth delete revocation` */
export function deleteRevocationCommand(context: CliContext): Command {
  return storeCommand("revocation", "let a revoked user in again, with all tokens it ever had")
    .argument("[name]", "the user's name in the store")
    .requiredOption("--account <name>", "the account")
    .option("--public-key <key>", "this key instead of a name", publicKeyFlag("user"))
    .option("--everyone", "take back the revocation of everyone; those of single users stay")
    .addHelpText(
      "after",
      `
A stolen token is good again, too. To let in the rightful owner alone, leave the revocation
and issue the user again: kchat-auth reissue user

Example:
  $ kchat-auth delete revocation wally --account KUBECON`,
    )
    .action(async (name: string | undefined, flags: DeleteRevocationFlags) => {
      await using held = await holdStore(flags);
      const { account } = flags;
      const operator = await soleOperator(held.store, flags.operator);
      const selected = await selectKeys(held.store, { operator, account }, targetOf(name, flags));
      const keys = selected.map(({ key }) => key);
      const change = (claims: AccountClaims) => withoutAll(claims, keys);
      const entry = await editAccount(held.store, { operator, account, change });
      const whom = keys.map((key) => (key === EVERYONE ? "everyone" : key)).join(", ");
      print(context, flags, entry, `no longer revoked in ${account}: ${whom}; push it`);
    });
}

function withoutAll(claims: AccountClaims, keys: readonly string[]): AccountClaims {
  const { revocations: before = {} } = claims.nats;
  if (!keys.some((key) => Object.hasOwn(before, key))) {
    throw new AuthError("ERR_NOT_FOUND", `account ${claims.name} revokes none of them`);
  }
  return { ...claims, nats: { ...claims.nats, revocations: keys.reduce(withoutRevoked, before) } };
}
