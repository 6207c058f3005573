import type { AccountClaims } from "../../claims/types/account.js";
import { AuthError } from "../../errors/auth-error.js";
import type { AccountBranch, Tree } from "../read-tree.js";
import { keyOf, keysNamed, scopes } from "../signing-keys.js";
import { issuedBy } from "./issued-by.js";

/** The key that a rotation replaces. */
export type RotationTarget = OperatorTarget | AccountTarget;

/** A key of the operator. */
export type OperatorTarget =
  | { readonly kind: "operator signing key"; readonly key: string }
  | {
      readonly kind: "operator identity";
      readonly key: string;
      /** What becomes of the old key: it goes on signing beside the new one, or it is dropped at once. */
      readonly oldKey: "signing key" | "dropped";
    };

/** A signing key of an account. */
export interface AccountTarget {
  readonly kind: "account signing key" | "scope";
  readonly key: string;
  readonly account: AccountBranch;
}

/** Names the key to rotate. */
export interface RotationOptions {
  /** The account whose signing key is rotated; the operator's, when left out. */
  readonly account?: string | undefined;
  /**
   * The key: its public key, or the role of a scope. An operator's identity key is rotated when it is named here.
   * @default the only signing key
   */
  readonly key?: string | undefined;
  /**
   * What becomes of an operator's old identity key. As a signing key it keeps good what it signed until that is issued again.
   * When it is dropped at once, accounts that it signed are refused for as long as some servers have the new token and others
   * have not. @default "dropped" for a strict operator, where it signs nothing else anyway; else "signing key"
   */
  readonly oldKey?: "signing key" | "dropped" | undefined;
}

/**
 * Finds the key that a rotation replaces.
 *
 * @throws AuthError `ERR_NOT_FOUND` when there is no such key, or several and none is named; `ERR_KEY_OPERATION` for the
 * identity key of an account, which is the account's name everywhere and can't be replaced.
 */
export function rotationTarget(tree: Tree, options: RotationOptions): RotationTarget {
  return options.account === undefined
    ? operatorTarget(tree, options)
    : accountTarget(tree, options.account, options.key);
}

function operatorTarget(tree: Tree, options: RotationOptions): RotationTarget {
  const { sub, nats } = tree.operator.claims;
  if (options.key === sub) {
    const { oldKey = nats.strict_signing_key_usage ? "dropped" : "signing key" } = options;
    return { kind: "operator identity", key: sub, oldKey };
  }
  const keys: readonly string[] = nats.signing_keys ?? [];
  const named = options.key ? keys.filter((known) => known === options.key) : keys;
  // A rotation that drops the identity may have been interrupted before all that it signed was issued again.
  if (options.key && named.length === 0 && issuedBy(tree, options.key).length > 0) {
    return { kind: "operator identity", key: options.key, oldKey: "dropped" };
  }
  return { kind: "operator signing key", key: only(named, "operator") };
}

function accountTarget(tree: Tree, name: string, named: string | undefined): RotationTarget {
  const account = tree.accounts.find(({ address }) => address.account === name);
  if (account === undefined) {
    throw new AuthError(
      "ERR_NOT_FOUND",
      `operator ${tree.operator.address.operator} has no account ${name}`,
    );
  }
  if (named === account.claims.sub) refuseAccountIdentity(account);
  const key = only(namedKeys(account.claims, named), `account ${name}`, (key) => {
    const role = scopes(account.claims).find((scope) => scope.key === key)?.role;
    return role ? `${key} (${role})` : key;
  });
  const isScope = scopes(account.claims).some((scope) => scope.key === key);
  return { kind: isScope ? "scope" : "account signing key", key, account };
}

/**
 * Explains why an account keeps its identity key, and what serves instead.
 *
 * @throws AuthError `ERR_KEY_OPERATION`, always.
 */
export function refuseAccountIdentity({
  address,
  claims,
}: Pick<AccountBranch, "address" | "claims">): never {
  throw new AuthError(
    "ERR_KEY_OPERATION",
    `the identity key of account ${address.account} can't be replaced: servers, users, imports, activations and streams know the account as ${claims.sub}. ` +
      "Let signing keys sign its users and rotate those; under a strict operator the identity key then signs nobody, and its seed can be kept away from here",
  );
}

function namedKeys(account: AccountClaims, named: string | undefined): readonly string[] {
  return named === undefined
    ? (account.nats.signing_keys ?? []).map(keyOf)
    : keysNamed(account, named);
}

function only(
  keys: readonly string[],
  owner: string,
  label: (key: string) => string = (key) => key,
): string {
  const [key, ...others] = keys;
  if (key !== undefined && others.length === 0) return key;
  throw new AuthError(
    "ERR_NOT_FOUND",
    key === undefined
      ? `the ${owner} has no such signing key`
      : `the ${owner} has the signing keys ${keys.map(label).join(", ")}; name one`,
  );
}
