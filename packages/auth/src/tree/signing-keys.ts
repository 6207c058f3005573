import type { AccountClaims, AccountSigningKey, UserScope } from "../claims/types/account.js";
import { AuthError } from "../errors/auth-error.js";

/** The unscoped signing keys of an account. */
export function plainKeys(account: AccountClaims): string[] {
  return (account.nats.signing_keys ?? []).filter((key) => typeof key === "string");
}

/** The scoped signing keys of an account. */
export function scopes(account: AccountClaims): UserScope[] {
  return (account.nats.signing_keys ?? []).filter((key) => typeof key !== "string");
}

/**
 * The public keys that a role or a public key names: several share a role while it is being rotated.
 *
 * @throws AuthError `ERR_NOT_FOUND` when the account has no such key.
 */
export function keysNamed(account: AccountClaims, roleOrKey: string): string[] {
  if (roleOrKey === account.sub) return [roleOrKey];
  const found = [
    ...plainKeys(account).filter((key) => key === roleOrKey),
    ...scopes(account).flatMap(({ key, role }) =>
      key === roleOrKey || role === roleOrKey ? [key] : [],
    ),
  ];
  if (found.length > 0) return found;
  const has = [...plainKeys(account), ...scopes(account).map(({ role, key }) => role || key)];
  throw new AuthError(
    "ERR_NOT_FOUND",
    `account ${account.name} has no signing key ${roleOrKey}; it has ${has.join(", ") || "none"}`,
  );
}

/** The public key of a signing key, scoped or not. */
export function keyOf(entry: AccountSigningKey): string {
  return typeof entry === "string" ? entry : entry.key;
}

/** The claims with a signing key added, or replaced where the key is there. */
export function withSigningKey(account: AccountClaims, added: AccountSigningKey): AccountClaims {
  const others = (account.nats.signing_keys ?? []).filter((entry) => keyOf(entry) !== keyOf(added));
  return { ...account, nats: { ...account.nats, signing_keys: [...others, added] } };
}

/** The claims without a signing key. */
export function withoutSigningKey(account: AccountClaims, removed: string): AccountClaims {
  const kept = (account.nats.signing_keys ?? []).filter((entry) => keyOf(entry) !== removed);
  return { ...account, nats: { ...account.nats, signing_keys: kept } };
}
