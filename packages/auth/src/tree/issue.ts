import { decodeAccount, decodeOperator, decodeUser } from "../claims/token/decode.js";
import { encodeClaimsAsync } from "../claims/token/encode.js";
import type { AccountClaims } from "../claims/types/account.js";
import type { ClaimsOf } from "../claims/types/claims.js";
import type { OperatorClaims } from "../claims/types/operator.js";
import type { UserClaims } from "../claims/types/user.js";
import type { Signer } from "../keys/signer.js";
import type { AccountAddress, OperatorAddress, UserAddress } from "../nsc/address.js";
import type { Store } from "../nsc/store.js";
import { InvalidClaimError } from "../validation/invalid-claim-error.js";
import { isBlocking } from "../validation/issue.js";
import { validateClaims } from "../validation/validate.js";
import type { AccountEntry, OperatorEntry, UserEntry } from "./entry.js";
import type { IssueOptions } from "./signers.js";

/**
 * Signs an operator and writes it.
 *
 * @throws AuthError `ERR_CLAIM_INVALID` when servers would refuse it.
 */
export async function issueOperator(
  store: Store,
  address: OperatorAddress,
  claims: OperatorClaims,
  signer: Signer,
  options: IssueOptions,
): Promise<OperatorEntry> {
  const token = await sign("operator", claims, signer, options);
  await store.write(address, token);
  return { address, token, claims: decodeOperator(token) };
}

/**
 * Signs an account and writes it.
 *
 * @throws AuthError `ERR_CLAIM_INVALID` when servers would refuse it.
 */
export async function issueAccount(
  store: Store,
  address: AccountAddress,
  claims: AccountClaims,
  signer: Signer,
  options: IssueOptions,
): Promise<AccountEntry> {
  const token = await sign("account", claims, signer, options);
  await store.write(address, token);
  return { address, token, claims: decodeAccount(token) };
}

/**
 * Signs a user and writes it.
 *
 * @throws AuthError `ERR_CLAIM_INVALID` when servers would refuse it.
 */
export async function issueUser(
  store: Store,
  address: UserAddress,
  claims: UserClaims,
  signer: Signer,
  options: IssueOptions,
): Promise<UserEntry> {
  const token = await sign("user", claims, signer, options);
  await store.write(address, token);
  return { address, token, claims: decodeUser(token) };
}

async function sign<Kind extends "operator" | "account" | "user">(
  kind: Kind,
  claims: ClaimsOf[Kind],
  signer: Signer,
  { now = clock }: IssueOptions,
): Promise<string> {
  const { issues } = validateClaims(kind, claims, { now: now() });
  // Time checks do not stop an edit: an expired entity is mended by issuing it again.
  if (isBlocking(issues, { includeTimeChecks: false })) {
    throw new InvalidClaimError(
      `${kind} ${claims.name ?? claims.sub} is not valid`,
      issues.filter(({ blocking }) => blocking),
    );
  }
  return encodeClaimsAsync(kind, claims, signer, { now: now(), lastIssuedAt: claims.iat });
}

function clock(): number {
  return Math.floor(Date.now() / 1000);
}
