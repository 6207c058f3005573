import { validateScopedSigner } from "../claims/scoped/scoped-user.js";
import type { UserClaims } from "../claims/types/user.js";
import type { Store } from "../nsc/store.js";
import { assertSafeScope } from "../scopes/assert-safe.js";
import { scopeUserOf } from "../scopes/scope-user.js";
import { readAccount, readUser, type UserEntry } from "./entry.js";
import { issue } from "./issue.js";
import type { IssueOptions } from "./signers.js";
import { scopes } from "./signing-keys.js";
import { soleOperator } from "./sole-operator.js";
import { movedTo, userSigner } from "./user-signer.js";
import { writeCreds } from "./write-creds.js";

/** Options of {@link editUser}. */
export interface EditUserOptions extends IssueOptions {
  /** The operator's name. @default the only operator of the store */
  readonly operator?: string | undefined;
  /** The account's name. */
  readonly account: string;
  /** The user's name. */
  readonly user: string;
  /** Which of the account's keys signs it from now on: a role or a public key. @default the one that signed it before */
  readonly signWith?: string | undefined;
  /** Returns the claims as they should be. */
  readonly change: (claims: UserClaims) => UserClaims;
}

/**
 * Issues a user anew with changed claims, and writes its creds where the seed is here. A key of the account that is gone, or
 * that a strict operator does not accept, is replaced by another (`signWith`).
 * The old token stays valid until it expires or is revoked.
 *
 * @throws AuthError `ERR_NOT_FOUND`, `ERR_NO_PRIVATE_KEY`, `ERR_CLAIM_INVALID`; `ERR_SCOPED_USER` for permissions of its own
 * under a scope: servers would refuse it; `ERR_TEMPLATE` when the name or a tag would widen the scope.
 * @example
 * await editUser(store, { account: "KUBECON", user: "wally", change: (claims) => ({ ...claims, exp: tomorrow }) });
 */
export async function editUser(store: Store, options: EditUserOptions): Promise<UserEntry> {
  const operator = await soleOperator(store, options.operator);
  const account = await readAccount(store, { operator, account: options.account });
  const user = await readUser(store, { ...account.address, user: options.user });
  const signer = await userSigner(store, account.claims, user, options);
  const scope = scopes(account.claims).find(({ key }) => key === signer.publicKey);
  const changed = options.change(user.claims);
  const claims =
    signer.publicKey === user.claims.iss
      ? changed
      : movedTo(signer, account.claims, { before: user.claims, after: changed, scope });
  if (scope) {
    validateScopedSigner(scope, claims);
    assertSafeScope(scope.template, scopeUserOf(claims, account.claims));
  }
  const edited = await issue(store, "user", { address: user.address, claims }, signer, options);
  await writeCreds(store, edited);
  return edited;
}
