import { join } from "node:path";
import { safeName } from "./names.js";
import type { StorePaths } from "./paths.js";

/** Names an operator of a store. */
export interface OperatorAddress {
  readonly operator: string;
}

/** Names an account of an operator. */
export interface AccountAddress extends OperatorAddress {
  readonly account: string;
}

/** Names a user of an account. */
export interface UserAddress extends AccountAddress {
  readonly user: string;
}

/** Names one entity of a store. An entity on disk is known by its name, not by its key. */
export type Address = OperatorAddress | AccountAddress | UserAddress;

/** `KO`, `KO/KUBECON` or `KO/KUBECON/chat-access`, for messages. */
export function formatAddress(address: Address): string {
  return [address.operator, accountOf(address), userOf(address)].filter(Boolean).join("/");
}

/** The file that holds the token of an entity. */
export function tokenFile(paths: StorePaths, address: Address): string {
  const directory = operatorDirectory(paths, address);
  const account = accountOf(address);
  if (account === undefined) return join(directory, `${address.operator}.jwt`);
  const user = userOf(address);
  const inside = accountDirectory(paths, { operator: address.operator, account });
  return user === undefined
    ? join(inside, `${account}.jwt`)
    : join(inside, "users", `${safeName("user", user)}.jwt`);
}

/** The directory of an operator; holds `.nsc`, its token and `accounts/`. */
export function operatorDirectory(paths: StorePaths, { operator }: OperatorAddress): string {
  return join(paths.stores, safeName("operator", operator));
}

/** The directory of an account; holds its token and `users/`. */
export function accountDirectory(paths: StorePaths, address: AccountAddress): string {
  const name = safeName("account", address.account);
  return join(operatorDirectory(paths, address), "accounts", name);
}

/** The creds file of a user. */
export function credsFile(paths: StorePaths, { operator, account, user }: UserAddress): string {
  return join(
    join(paths.keystore, "creds", safeName("operator", operator)),
    safeName("account", account),
    `${safeName("user", user)}.creds`,
  );
}

/** The account's name when the address names an account or a user. */
export function accountOf(address: Address): string | undefined {
  return "account" in address ? address.account : undefined;
}

/** The user's name when the address names a user. */
export function userOf(address: Address): string | undefined {
  return "user" in address ? address.user : undefined;
}
