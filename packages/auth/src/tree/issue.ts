import { decodeAccount, decodeOperator, decodeUser } from "../claims/token/decode.js";
import { encodeClaimsAsync } from "../claims/token/encode.js";
import type { ClaimsOf } from "../claims/types/claims.js";
import type { OperatorClaims } from "../claims/types/operator.js";
import type { Signer } from "../keys/signer.js";
import type { AccountAddress, OperatorAddress, UserAddress } from "../nsc/address.js";
import type { Store } from "../nsc/store.js";
import { assertIssuable } from "./assert-issuable.js";
import type { AccountEntry, OperatorEntry } from "./entry.js";
import { refuseSystemJetStream } from "./refuse-system-jetstream.js";
import { type IssueOptions, operatorIdentity, operatorSigner } from "./signers.js";

interface AddressOf {
  operator: OperatorAddress;
  account: AccountAddress;
  user: UserAddress;
}

/** What lies in a store under an address: the token of an entity, and what it says. */
interface Issued<Kind extends keyof AddressOf> {
  readonly address: AddressOf[Kind];
  readonly token: string;
  readonly claims: ClaimsOf[Kind];
}

const decoders: { readonly [Kind in keyof AddressOf]: (token: string) => ClaimsOf[Kind] } = {
  operator: decodeOperator,
  account: decodeAccount,
  user: decodeUser,
};

/**
 * Signs an operator with the identity key that it names and writes it.
 *
 * @throws AuthError `ERR_CLAIM_INVALID` when servers would refuse it; `ERR_NO_PRIVATE_KEY`.
 */
export async function issueOperator(
  store: Store,
  address: OperatorAddress,
  claims: OperatorClaims,
  options: IssueOptions,
): Promise<OperatorEntry> {
  const signer = await operatorIdentity(store, claims, options);
  return issue(store, "operator", { address, claims }, signer, options);
}

/**
 * Signs an account as its operator demands and writes it.
 *
 * @throws AuthError `ERR_CLAIM_INVALID` when servers would refuse it; `ERR_NO_PRIVATE_KEY`.
 */
export async function issueAccount(
  store: Store,
  operator: OperatorClaims,
  account: Pick<AccountEntry, "address" | "claims">,
  options: IssueOptions,
): Promise<AccountEntry> {
  const { claims } = account;
  refuseSystemJetStream(
    `account ${claims.name} is not valid`,
    { operator, account: claims },
    options,
  );
  const signer = await operatorSigner(store, operator, options);
  return issue(store, "account", account, signer, options);
}

/**
 * Signs an entity and writes it, always later than it was issued before.
 *
 * @throws AuthError `ERR_CLAIM_INVALID` when servers would refuse it.
 */
export async function issue<Kind extends keyof AddressOf>(
  store: Store,
  kind: Kind,
  { address, claims }: Pick<Issued<Kind>, "address" | "claims">,
  signer: Signer,
  { now = clock, disable }: IssueOptions,
): Promise<Issued<Kind>> {
  assertIssuable(kind, claims, await store.read(address), { now: now(), disable });
  const times = { now: now(), lastIssuedAt: claims.iat };
  const token = await encodeClaimsAsync(kind, claims, signer, times);
  await store.write(address, token);
  return { address, token, claims: decoders[kind](token) };
}

function clock(): number {
  return Math.floor(Date.now() / 1000);
}
