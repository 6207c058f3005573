import type { AccountClaims } from "../claims/types/account.js";
import type { Export, Import } from "../claims/types/sharing.js";
import { isRevoked } from "../revocation/revocation-list.js";
import { readActivation } from "./read-activation.js";
import { isWithin } from "./within.js";

/** What an activation is checked against. */
interface ActivationContext {
  readonly importer: AccountClaims;
  readonly wanted: Import;
  readonly exporter: AccountClaims;
  readonly shared: Export;
  readonly now: number;
}

/** Why a server would not accept the activation token of an import; `undefined` when it would. */
export function checkActivation(context: ActivationContext): string | undefined {
  const { importer, wanted, exporter, shared, now } = context;
  const activation = readActivation(wanted.token ?? "");
  if (activation === undefined) return "its activation token does not decode";
  const { iss = "", iat, exp = 0, nbf = 0 } = activation;
  const { subject = "", kind, issuer_account: issuerAccount } = activation.nats;
  if (activation.sub !== importer.sub) return `its activation token is for ${activation.sub}`;
  if (kind !== wanted.type) return `its activation token is for a ${kind}`;
  if (!isWithin(wanted.subject ?? "", subject)) {
    return `its activation token covers ${JSON.stringify(subject)} only`;
  }
  const isSigned =
    iss === exporter.sub ||
    (issuerAccount === exporter.sub && exporter.nats.signing_keys?.includes(iss));
  if (!isSigned) return `its activation token is signed by ${iss}, which is no key of its exporter`;
  if (exp > 0 && now > exp) return `its activation token expired at ${exp}`;
  if (nbf > now) return `its activation token is not valid before ${nbf}`;
  if (isRevoked(shared.revocations, importer.sub, iat)) return "its activation was revoked";
  return undefined;
}
