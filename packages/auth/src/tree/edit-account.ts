import type { AccountClaims } from "../claims/types/account.js";
import type { Store } from "../nsc/store.js";
import { assertSafeForUsers } from "./assert-safe-for-users.js";
import { type AccountEntry, readAccount, readOperator } from "./entry.js";
import { issueAccount } from "./issue.js";
import type { IssueOptions } from "./signers.js";
import { soleOperator } from "./sole-operator.js";

/** Options of {@link editAccount}. */
export interface EditAccountOptions extends IssueOptions {
  /** The operator's name. @default the only operator of the store */
  readonly operator?: string | undefined;
  /** The account's name. */
  readonly account: string;
  /** Returns the claims as they should be. */
  readonly change: (claims: AccountClaims) => AccountClaims;
}

/**
 * Issues an account anew with changed claims. Servers learn of it when it is pushed, or from their configuration.
 *
 * @throws AuthError `ERR_NOT_FOUND`, `ERR_NO_PRIVATE_KEY`, `ERR_CLAIM_INVALID`; `ERR_TEMPLATE` when the name or a tag of a user
 * in the store would widen a template that it has from now on.
 * @example
 * const status = exportStream({ subject: "status.>", access: "anyone" });
 * await editAccount(store, { account: "SYNADIA", change: (claims) => withExport(claims, status) });
 */
export async function editAccount(
  store: Store,
  options: EditAccountOptions,
): Promise<AccountEntry> {
  const operator = await readOperator(store, {
    operator: await soleOperator(store, options.operator),
  });
  const at = { ...operator.address, account: options.account };
  const account = await readAccount(store, at);
  const claims = options.change(account.claims);
  await assertSafeForUsers(store, account, claims);
  return issueAccount(store, operator.claims, { address: account.address, claims }, options);
}
