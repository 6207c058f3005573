import { AuthError } from "../../errors/auth-error.js";
import { assertSafeScope } from "../../scopes/assert-safe.js";
import { scopeUserOf } from "../../scopes/scope-user.js";
import type { AccountClaims } from "../types/account.js";
import type { UserClaims } from "../types/user.js";

/** Checks that a key of the account may issue this user, and that its name and tags are safe in the scope's template. */
export function assertIssuedBy(account: AccountClaims, signer: string, user: UserClaims): void {
  const key = account.nats.signing_keys?.find(
    (entry) => (typeof entry === "string" ? entry : entry.key) === signer,
  );
  if (key === undefined && signer !== account.sub) {
    throw new AuthError(
      "ERR_CLAIM_ISSUER",
      `${signer} is neither the account ${account.sub} nor one of its signing keys; add it to the account first`,
    );
  }
  const isScoped = typeof key === "object";
  const isEmpty = user.nats.subs === undefined;
  if (isScoped !== isEmpty) {
    throw new AuthError(
      "ERR_SCOPED_USER",
      isScoped
        ? 'scoped users require no permissions or limits set: issue with the grant "scope"'
        : "this key of the account has no scope; say what to grant, or sign with a scoped signing key",
    );
  }
  if (isScoped) assertSafeScope(key.template, scopeUserOf(user, account));
}
