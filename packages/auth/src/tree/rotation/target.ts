import type { AccountClaims } from "../../claims/types/account.js";
import { AuthError } from "../../errors/auth-error.js";
import type { AccountBranch, Tree } from "../read-tree.js";
import { keysNamed, scopes } from "../signing-keys.js";

/** The key that a rotation replaces. */
export type RotationTarget =
  | { readonly kind: "operator signing key"; readonly key: string }
  | {
      readonly kind: "account signing key" | "scope";
      readonly key: string;
      readonly account: AccountBranch;
    };

/** Names the key to rotate. */
export interface RotationOptions {
  /** The account whose signing key is rotated; the operator's, when left out. */
  readonly account?: string | undefined;
  /** The key: its public key, or the role of a scope. @default the only one */
  readonly key?: string | undefined;
}

/**
 * Finds the key that a rotation replaces.
 *
 * @throws AuthError `ERR_NOT_FOUND` when there is no such key, or several and none is named; an identity key can't be
 * rotated, since it is the entity's name.
 */
export function rotationTarget(tree: Tree, options: RotationOptions): RotationTarget {
  const { account: name } = options;
  if (name === undefined) {
    const keys = tree.operator.claims.nats.signing_keys ?? [];
    const key = only(
      options.key ? keys.filter((known) => known === options.key) : keys,
      "operator",
    );
    return { kind: "operator signing key", key };
  }
  const account = tree.accounts.find(({ address }) => address.account === name);
  if (account === undefined) {
    throw new AuthError(
      "ERR_NOT_FOUND",
      `operator ${tree.operator.address.operator} has no account ${name}`,
    );
  }
  const key = only(namedKeys(account.claims, options.key), `account ${name}`);
  const isScope = scopes(account.claims).some((scope) => scope.key === key);
  return { kind: isScope ? "scope" : "account signing key", key, account };
}

function namedKeys(account: AccountClaims, named: string | undefined): readonly string[] {
  if (named === account.sub) return [];
  if (named !== undefined) return keysNamed(account, named);
  return (account.nats.signing_keys ?? []).map((key) => (typeof key === "string" ? key : key.key));
}

function only(keys: readonly string[], owner: string): string {
  const [key, ...others] = keys;
  if (key !== undefined && others.length === 0) return key;
  throw new AuthError(
    "ERR_NOT_FOUND",
    key === undefined
      ? `the ${owner} has no such signing key; an identity key can't be rotated, it is what the entity is known by`
      : `the ${owner} has the signing keys ${keys.join(", ")}; name one`,
  );
}
