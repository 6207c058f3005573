import { AuthError } from "../errors/auth-error.js";
import { formatAddress } from "../nsc/address.js";
import type { Store } from "../nsc/store.js";
import { type AccountBranch, readTree, type Tree } from "./read-tree.js";
import { keyOf } from "./signing-keys.js";

/** Options of {@link deleteAccount}. */
export interface DeleteAccountOptions {
  /** The operator's name. @default the only operator of the store */
  readonly operator?: string | undefined;
  /** The account's name. */
  readonly account: string;
  /** Deletes it though other accounts import from it, which lose what it exports. @default false */
  readonly evenIfImported?: boolean | undefined;
  /** Removes the seeds of the account, its signing keys and its users, too; without them nobody issues it again. @default false */
  readonly withSeeds?: boolean | undefined;
  /** Decides and changes nothing. @default false */
  readonly dryRun?: boolean | undefined;
}

/**
 * Removes an account from the store with the tokens and creds of its users. Servers go on with it until it is removed there
 * (`removeAccounts` of `@kchat/auth/resolver`) or from their configuration.
 *
 * @throws AuthError `ERR_EXISTS` for the system account, without which servers can't be told anything, and for one that others
 * import from; `ERR_NOT_FOUND`.
 * @example
 * const { users } = await deleteAccount(store, { account: "KUBECON" });
 */
export async function deleteAccount(
  store: Store,
  options: DeleteAccountOptions,
): Promise<AccountBranch> {
  const tree = await readTree(store, options.operator);
  const account = deletableAccount(tree, options.account, options);
  if (options.dryRun) return account;
  for (const user of account.users) await store.creds.remove(user.address);
  if (options.withSeeds) {
    const signingKeys = (account.claims.nats.signing_keys ?? []).map(keyOf);
    const users = account.users.map(({ claims }) => claims.sub);
    for (const key of [...users, ...signingKeys, account.claims.sub]) await store.keys.remove(key);
  }
  await store.remove(account.address);
  return account;
}

/**
 * Finds an account and refuses one that the rest of the tree needs.
 *
 * @throws AuthError `ERR_EXISTS`, `ERR_NOT_FOUND`.
 */
export function deletableAccount(
  { operator, accounts }: Tree,
  name: string,
  { evenIfImported = false }: Pick<DeleteAccountOptions, "evenIfImported">,
): AccountBranch {
  const account = accounts.find(({ address }) => address.account === name);
  if (account === undefined) {
    throw new AuthError(
      "ERR_NOT_FOUND",
      `operator ${operator.address.operator} has no account ${name}`,
    );
  }
  const { sub } = account.claims;
  const what = formatAddress(account.address);
  if (operator.claims.nats.system_account === sub) {
    throw new AuthError("ERR_EXISTS", `${what} is the system account; servers need it`);
  }
  const importers = accounts.filter(({ claims }) =>
    claims.nats.imports?.some(({ account: from }) => from === sub),
  );
  if (importers.length === 0 || evenIfImported) return account;
  const names = importers.map(({ address }) => formatAddress(address)).join(", ");
  throw new AuthError("ERR_EXISTS", `${names} imports from ${what}; remove the imports first`);
}
