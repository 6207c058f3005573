import type { AccountClaims } from "../claims/types/account.js";
import { AuthError } from "../errors/auth-error.js";
import { parsePublicKey } from "../keys/public-key.js";
import type { Store } from "../nsc/store.js";
import { type Share, withExport } from "../sharing/edit-account.js";
import { editAccount } from "../tree/edit-account.js";
import type { AccountEntry } from "../tree/entry.js";
import type { IssueOptions } from "../tree/signers.js";
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
  const change = (claims: AccountClaims) => {
    const known = claims.nats.exports?.find(
      (shared) => shared.subject === subject && shared.type === type,
    );
    if (known === undefined) {
      throw new AuthError(
        "ERR_NOT_FOUND",
        `account ${options.account} exports no ${type} ${JSON.stringify(subject)}`,
      );
    }
    const list = withRevoked(known.revocations, key, options.at ?? now());
    return withExport(claims, { ...known, revocations: compact(list).list });
  };
  return editAccount(store, { ...options, change });
}
