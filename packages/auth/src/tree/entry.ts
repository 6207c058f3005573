import { decodeAccount, decodeOperator, decodeUser } from "../claims/token/decode.js";
import type { AccountClaims } from "../claims/types/account.js";
import type { OperatorClaims } from "../claims/types/operator.js";
import type { UserClaims } from "../claims/types/user.js";
import { AuthError } from "../errors/auth-error.js";
import {
  type AccountAddress,
  formatAddress,
  type OperatorAddress,
  type UserAddress,
} from "../nsc/address.js";
import type { Store } from "../nsc/store.js";

/** An operator as it lies in a store. */
export interface OperatorEntry {
  readonly address: OperatorAddress;
  readonly token: string;
  readonly claims: OperatorClaims;
}

/** An account as it lies in a store. */
export interface AccountEntry {
  readonly address: AccountAddress;
  readonly token: string;
  readonly claims: AccountClaims;
}

/** A user as it lies in a store. */
export interface UserEntry {
  readonly address: UserAddress;
  readonly token: string;
  readonly claims: UserClaims;
}

/**
 * Reads an operator.
 *
 * @throws AuthError `ERR_NOT_FOUND` when it is not in the store; another code when its token does not decode.
 */
export async function readOperator(
  store: Store,
  { operator }: OperatorAddress,
): Promise<OperatorEntry> {
  const token = await present(store, { operator });
  return { address: { operator }, token, claims: decodeOperator(token) };
}

/**
 * Reads an account.
 *
 * @throws AuthError `ERR_NOT_FOUND` when it is not in the store; another code when its token does not decode.
 */
export async function readAccount(store: Store, address: AccountAddress): Promise<AccountEntry> {
  const { operator, account } = address;
  const token = await present(store, { operator, account });
  return { address: { operator, account }, token, claims: decodeAccount(token) };
}

/**
 * Reads a user.
 *
 * @throws AuthError `ERR_NOT_FOUND` when it is not in the store; another code when its token does not decode.
 */
export async function readUser(store: Store, address: UserAddress): Promise<UserEntry> {
  const { operator, account, user } = address;
  const token = await present(store, address);
  return { address: { operator, account, user }, token, claims: decodeUser(token) };
}

async function present(
  store: Store,
  address: OperatorAddress | AccountAddress | UserAddress,
): Promise<string> {
  const token = await store.read(address);
  if (token !== undefined) return token;
  throw new AuthError(
    "ERR_NOT_FOUND",
    `${formatAddress(address)} is not in the store at ${store.paths.stores}; add it first, or check the spelling`,
  );
}
