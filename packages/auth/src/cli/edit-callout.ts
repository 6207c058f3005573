import type { Command } from "commander";
import type { AccountClaims, ExternalAuthorization } from "../claims/types/account.js";
import { isPublicKey } from "../keys/public-key.js";
import type { Store } from "../nsc/store.js";
import { editAccount } from "../tree/edit-account.js";
import { readUser } from "../tree/entry.js";
import { soleOperator } from "../tree/sole-operator.js";
import { assertPresent, editedList } from "./edited-list.js";
import { listFlag } from "./flags.js";
import { type CliContext, print } from "./output.js";
import { keyOfAccount } from "./share-flags.js";
import { holdStore, type IssuingFlags, ignoredRules, issuingCommand } from "./store-command.js";

interface EditCalloutFlags extends IssuingFlags {
  readonly authUser?: readonly string[] | undefined;
  readonly removeAuthUser?: readonly string[] | undefined;
  readonly allowedAccount?: readonly string[] | undefined;
  readonly removeAllowedAccount?: readonly string[] | undefined;
  readonly xkey?: string | false | undefined;
  readonly off?: boolean | undefined;
}

/** The flags with names replaced by the public keys that claims hold. */
interface Callout {
  readonly users: readonly string[];
  readonly removedUsers: readonly string[];
  readonly accounts: readonly string[];
  readonly removedAccounts: readonly string[];
}

/** `kchat-auth edit callout` */
export function editCalloutCommand(context: CliContext): Command {
  return issuingCommand("callout", "let a service of an account decide who gets in (auth callout)")
    .argument("<account>", "the account that the service is in")
    .option("--auth-user <user>", "a user of the service: name or key (repeatable)", listFlag)
    .option("--remove-auth-user <user>", "no longer one (repeatable)", listFlag)
    .option(
      "--allowed-account <account>",
      "where it may put users: name, key, or * for all (repeatable)",
      listFlag,
    )
    .option("--remove-allowed-account <account>", "no longer one (repeatable)", listFlag)
    .option("--xkey <key>", "public curve key (X…) that requests are sealed for")
    .option("--no-xkey", "send requests in clear")
    .option("--off", "ask no service any more")
    .addHelpText(
      "after",
      `
Users of the service log in by their own token; everybody else of the account is asked about.

Examples:
  $ kchat-auth edit callout AUTH --auth-user guard --allowed-account KUBECON
  $ kchat-auth edit callout AUTH --off`,
    )
    .action(async (account: string, flags: EditCalloutFlags) => {
      await using held = await holdStore(flags);
      const operator = await soleOperator(held.store, flags.operator);
      const callout = await keysOf(held.store, { operator, account }, flags);
      const change = (claims: AccountClaims) => changed(claims, flags, callout);
      const disable = ignoredRules(flags);
      const entry = await editAccount(held.store, { operator, account, disable, change });
      print(context, flags, entry, `callout of account ${account} changed: push it`);
    });
}

function changed(claims: AccountClaims, flags: EditCalloutFlags, callout: Callout): AccountClaims {
  const before = flags.off ? {} : (claims.nats.authorization ?? {});
  assertPresent(callout.removedUsers, "--remove-auth-user", before.auth_users);
  assertPresent(callout.removedAccounts, "--remove-allowed-account", before.allowed_accounts);
  const xkey = flags.xkey ?? before.xkey;
  const authorization: ExternalAuthorization = {
    auth_users: editedList(before.auth_users, callout.users, callout.removedUsers),
    allowed_accounts: editedList(
      before.allowed_accounts,
      callout.accounts,
      callout.removedAccounts,
    ),
    ...(xkey && { xkey }),
  };
  return { ...claims, nats: { ...claims.nats, authorization } };
}

async function keysOf(
  store: Store,
  at: { readonly operator: string; readonly account: string },
  flags: EditCalloutFlags,
): Promise<Callout> {
  const users = (named: readonly string[] = []) => Promise.all(named.map(userKey));
  const userKey = async (user: string) =>
    isPublicKey(user, "user") ? user : (await readUser(store, { ...at, user })).claims.sub;
  const accounts = (named: readonly string[] = []) =>
    Promise.all(named.map((name) => (name === "*" ? name : keyOfAccount(store, at, name))));
  return {
    users: await users(flags.authUser),
    removedUsers: await users(flags.removeAuthUser),
    accounts: await accounts(flags.allowedAccount),
    removedAccounts: await accounts(flags.removeAllowedAccount),
  };
}
