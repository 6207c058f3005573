import { newActivationClaims } from "../claims/build/activation.js";
import { encodeClaimsAsync } from "../claims/token/encode.js";
import type { AccountClaims } from "../claims/types/account.js";
import { AuthError } from "../errors/auth-error.js";
import { parsePublicKey } from "../keys/public-key.js";
import type { Signer } from "../keys/signer.js";
import type { Share } from "./edit-account.js";
import { isWithin } from "./within.js";

/** Options of {@link issueActivation}. */
export interface ActivationOptions extends Share {
  /** The exporting account. */
  readonly exporter: AccountClaims;
  /** The exporter's identity key, or one of its unscoped signing keys. */
  readonly signer: Signer;
  /** The importing account's public key: nobody else can use the token. */
  readonly importer: string;
  /** When it stops being valid, in Unix seconds. @default never */
  readonly expiresAt?: number | undefined;
  /** When it starts being valid, in Unix seconds. @default at once */
  readonly notBefore?: number | undefined;
  /** The current time in Unix seconds. @default the system's clock */
  readonly now?: number | undefined;
}

/**
 * Issues the token that lets one account import an export that wants activation. `subject` may be narrower than the export.
 *
 * @throws AuthError `ERR_NOT_FOUND` when the account has no export of that type around the subject; `ERR_TRUST` when the
 * signer is no key of the exporter; `ERR_KEY_KIND` when `importer` is not an account.
 * @example
 * const token = await issueActivation({
 *   exporter, signer, importer: cncf, subject: "deploy.request", type: "service", expiresAt,
 * });
 */
export async function issueActivation(options: ActivationOptions): Promise<string> {
  const { exporter, signer, subject, type, expiresAt, notBefore, now } = options;
  const sub = parsePublicKey(options.importer, "account");
  const isExported = (exporter.nats.exports ?? []).some(
    (known) => known.type === type && isWithin(subject, known.subject),
  );
  if (!isExported) {
    throw new AuthError(
      "ERR_NOT_FOUND",
      `account ${exporter.name} exports no ${type} that contains ${JSON.stringify(subject)}`,
    );
  }
  const claims = newActivationClaims(sub, {
    name: subject,
    exp: expiresAt,
    nbf: notBefore,
    nats: { subject, kind: type, issuer_account: exporter.sub },
  });
  checkSigner(exporter, signer.publicKey);
  return encodeClaimsAsync("activation", claims, signer, { now });
}

function checkSigner(exporter: AccountClaims, signer: string): void {
  const isKnown = signer === exporter.sub || exporter.nats.signing_keys?.includes(signer);
  if (isKnown) return;
  throw new AuthError(
    "ERR_TRUST",
    `${signer} is neither the key of account ${exporter.name} nor one of its unscoped signing keys`,
  );
}
