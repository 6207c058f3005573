import { validateScopedSigner } from "../claims/scoped/scoped-user.js";
import type { UserClaims } from "../claims/types/user.js";
import type { Store } from "../nsc/store.js";
import { assertSafeScope } from "../scopes/assert-safe.js";
import { scopeUserOf } from "../scopes/scope-user.js";
import { readAccount, readUser, type UserEntry } from "./entry.js";
import { issue } from "./issue.js";
import { accountKey, type IssueOptions } from "./signers.js";
import { scopes } from "./signing-keys.js";
import { soleOperator } from "./sole-operator.js";
import { writeCreds } from "./write-creds.js";

/** Options of {@link editUser}. */
export interface EditUserOptions extends IssueOptions {
  /** The operator's name. @default the only operator of the store */
  readonly operator?: string | undefined;
  /** The account's name. */
  readonly account: string;
  /** The user's name. */
  readonly user: string;
  /** Returns the claims as they should be. */
  readonly change: (claims: UserClaims) => UserClaims;
}

/**
 * Issues a user anew with changed claims, signed by the key that signed it before, and writes its creds where the seed is here.
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
  const at = { ...account.address, user: options.user };
  const { address, claims } = await readUser(store, at);
  const signer = await accountKey(store, account.claims, claims.iss ?? "", options);
  const changed = { address, claims: options.change(claims) };
  const scope = scopes(account.claims).find(({ key }) => key === signer.publicKey);
  if (scope) {
    validateScopedSigner(scope, changed.claims);
    assertSafeScope(scope.template, scopeUserOf(changed.claims, account.claims));
  }
  const user = await issue(store, "user", changed, signer, options);
  await writeCreds(store, user);
  return user;
}
