import { AuthError } from "../errors/auth-error.js";
import { formatAddress } from "../nsc/address.js";
import type { Store } from "../nsc/store.js";
import { isRevoked } from "../revocation/revocation-list.js";
import { revoke } from "../revocation/revoke.js";
import { type AccountEntry, readAccount, readUser, type UserEntry } from "./entry.js";
import type { IssueOptions } from "./signers.js";
import { keyOf } from "./signing-keys.js";
import { soleOperator } from "./sole-operator.js";

/** Options of {@link deleteUser}. */
export interface DeleteUserOptions extends IssueOptions {
  /** The operator's name. @default the only operator of the store */
  readonly operator?: string | undefined;
  /** The account's name. */
  readonly account: string;
  /** The user's name. */
  readonly user: string;
  /**
   * What to do about a token that servers would still let in: a file that is gone here lives on wherever it was copied.
   * @default "refuse"
   */
  readonly ifValid?: "refuse" | "revoke" | "leave valid" | undefined;
  /** Removes the seed, too. @default false */
  readonly withSeed?: boolean | undefined;
  /** Decides and changes nothing. @default false */
  readonly dryRun?: boolean | undefined;
}

/** A user that is no longer in the store. */
export interface DeletedUser {
  readonly user: UserEntry;
  /** The account with the revocation, to be pushed; only when the user was revoked for this, and not in a dry run. */
  readonly account: AccountEntry | undefined;
  /** True when servers go on letting the user in until the token expires, for ever if it does not. */
  readonly leftValid: boolean;
}

/**
 * Removes a user's token and creds from the store, and revokes the user when told to.
 *
 * @throws AuthError `ERR_EXISTS` when servers would still let the user in and nothing says what to do about it;
 * `ERR_NOT_FOUND`; `ERR_NO_PRIVATE_KEY` when it can't be revoked.
 * @example
 * const { account } = await deleteUser(store, { account: "KUBECON", user: "wally", ifValid: "revoke" });
 */
export async function deleteUser(store: Store, options: DeleteUserOptions): Promise<DeletedUser> {
  const { ifValid = "refuse", now = () => Math.floor(Date.now() / 1000) } = options;
  const operator = await soleOperator(store, options.operator);
  const account = await readAccount(store, { operator, account: options.account });
  const user = await readUser(store, { ...account.address, user: options.user });
  const isValid = isStillValid(user, account, now());
  if (isValid && ifValid === "refuse") {
    throw new AuthError(
      "ERR_EXISTS",
      `servers still let ${formatAddress(user.address)} in, wherever its creds were copied to; revoke it, or say that it may stay valid`,
    );
  }
  const leftValid = isValid && ifValid === "leave valid";
  if (options.dryRun) return { user, account: undefined, leftValid };
  // First, so that an interruption leaves a user that is revoked rather than one that nobody can name any more.
  const revoked =
    isValid && ifValid === "revoke"
      ? await revoke(store, { ...options, operator, target: { publicKey: user.claims.sub } })
      : undefined;
  await store.creds.remove(user.address);
  if (options.withSeed) await store.keys.remove(user.claims.sub);
  await store.remove(user.address);
  return { user, account: revoked?.entry, leftValid };
}

function isStillValid({ claims }: UserEntry, account: AccountEntry, now: number): boolean {
  const {
    sub,
    signing_keys: keys = [],
    revocations,
  } = { ...account.claims, ...account.claims.nats };
  const isExpired = claims.exp !== undefined && claims.exp > 0 && claims.exp < now;
  const isSigned = claims.iss === sub || keys.some((entry) => keyOf(entry) === claims.iss);
  return isSigned && !isExpired && !isRevoked(revocations, claims.sub, claims.iat);
}
