import { AuthError } from "../errors/auth-error.js";
import { parsePublicKey } from "../keys/public-key.js";
import type { Store } from "../nsc/store.js";
import type { Share } from "../sharing/edit-account.js";
import { type AccountEntry, readAccount, readOperator } from "../tree/entry.js";
import { issueAccount } from "../tree/issue.js";
import { type IssueOptions, operatorSigner } from "../tree/signers.js";
import { soleOperator } from "../tree/sole-operator.js";
import { compact, EVERYONE, withRevoked } from "./revocation-list.js";

/** Options of {@link revokeActivation}. */
export interface RevokeActivationOptions extends IssueOptions, Share {
  /** The operator's name. @default the only operator of the store */
  readonly operator?: string | undefined;
  /** The exporting account's name. */
  readonly account: string;
  /** The importing account's public key, or `*` for all. */
  readonly importer: string;
  /** What was issued at this second or before is dead, in Unix seconds. @default now */
  readonly at?: number | undefined;
}

/**
 * Revokes the activations of an export for one importer or for all, and issues the exporting account anew.
 *
 * @throws AuthError `ERR_NOT_FOUND` when the account has no such export; `ERR_KEY_KIND`, `ERR_NO_PRIVATE_KEY`.
 * @example
 * await revokeActivation(store, { account: "SYNADIA", subject: "deploy", type: "service", importer: cncf });
 */
export async function revokeActivation(
  store: Store,
  options: RevokeActivationOptions,
): Promise<AccountEntry> {
  const { subject, type, importer, now = () => Math.floor(Date.now() / 1000) } = options;
  const key = importer === EVERYONE ? EVERYONE : parsePublicKey(importer, "account");
  const operator = await readOperator(store, {
    operator: await soleOperator(store, options.operator),
  });
  const account = await readAccount(store, { ...operator.address, account: options.account });
  const shared = account.claims.nats.exports ?? [];
  if (!shared.some((known) => known.subject === subject && known.type === type)) {
    throw new AuthError(
      "ERR_NOT_FOUND",
      `account ${options.account} exports no ${type} ${JSON.stringify(subject)}`,
    );
  }
  const exports = shared.map((known) => {
    if (known.subject !== subject || known.type !== type) return known;
    const list = withRevoked(known.revocations, key, options.at ?? now());
    return { ...known, revocations: compact(list).list };
  });
  const claims = { ...account.claims, nats: { ...account.claims.nats, exports } };
  const signer = await operatorSigner(store, operator.claims, options);
  return issueAccount(store, account.address, claims, signer, options);
}
