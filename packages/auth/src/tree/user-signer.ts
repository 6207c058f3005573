import { DEFAULT_USER } from "../claims/build/user.js";
import { hasEmptyPermissions } from "../claims/scoped/scoped-user.js";
import type { AccountClaims, UserScope } from "../claims/types/account.js";
import type { UserClaims, UserNats } from "../claims/types/user.js";
import { AuthError } from "../errors/auth-error.js";
import type { Signer } from "../keys/signer.js";
import type { Store } from "../nsc/store.js";
import { readOperator, type UserEntry } from "./entry.js";
import { accountKey, accountSigner, type IssueOptions } from "./signers.js";
import { keyOf } from "./signing-keys.js";

/** Options of {@link userSigner}. */
export interface UserSignerOptions extends IssueOptions {
  /** A role or a public key. @default the key that signed the user before */
  readonly signWith?: string | undefined;
}

/**
 * What signs a user again: the key that is asked for, or that signed it before. A strict operator accepts no account's
 * identity key, so that an unscoped signing key takes its place there.
 *
 * @throws AuthError `ERR_NOT_FOUND` when the account does not have the key any more; `ERR_NO_PRIVATE_KEY`.
 */
export async function userSigner(
  store: Store,
  account: AccountClaims,
  { address, claims: { iss = "" } }: UserEntry,
  options: UserSignerOptions,
): Promise<Signer> {
  if (options.signWith !== undefined) return accountKey(store, account, options.signWith, options);
  if (iss === account.sub) {
    const operator = await readOperator(store, { operator: address.operator });
    const isStrict = operator.claims.nats.strict_signing_key_usage;
    if (isStrict) return accountSigner(store, operator.claims, account, options);
  } else if (!account.nats.signing_keys?.some((entry) => keyOf(entry) === iss)) {
    throw new AuthError(
      "ERR_NOT_FOUND",
      `user ${address.user} was signed by ${iss}, which account ${account.name} no longer has; say which key signs it from now on (signWith, or kchat-auth edit user --sign-with)`,
    );
  }
  return accountKey(store, account, iss, options);
}

/** A user that another key is about to sign. */
interface Move {
  readonly before: UserClaims;
  readonly after: UserClaims;
  readonly scope: UserScope | undefined;
}

/**
 * A user as another key of its account signs it: a scope wants it without the limits that every other user has.
 *
 * @throws AuthError `ERR_SCOPED_USER` for a user without permissions, whom an unscoped key would let do everything.
 */
export function movedTo(
  { publicKey }: Signer,
  account: AccountClaims,
  { before, after, scope }: Move,
): UserClaims {
  if (!scope && hasEmptyPermissions(before) && mayDoAll(after)) {
    throw new AuthError(
      "ERR_SCOPED_USER",
      `user ${before.name} has no permissions of its own and might do everything under a key without a scope; say what it may do (--allow-pub, --allow-sub …), or name a role`,
    );
  }
  const nats = scope ? withoutDefaults(after.nats) : { ...DEFAULT_USER, ...after.nats };
  return { ...after, iss: publicKey, nats: { ...nats, issuer_account: account.sub } };
}

function mayDoAll({ nats: { pub, sub, resp } }: UserClaims): boolean {
  return ![pub?.allow, pub?.deny, sub?.allow, sub?.deny, resp].some(Boolean);
}

function withoutDefaults({ subs, data, payload, ...others }: UserNats): UserNats {
  const own = Object.entries({ subs, data, payload }).filter(([, value]) => value !== -1);
  return { ...others, ...Object.fromEntries(own) };
}
