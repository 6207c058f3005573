import type { ActivationClaims } from "../claims/types/sharing.js";
import { checkSubject } from "./common-rules.js";
import { isGoPublicKey } from "./go-key.js";
import type { Findings } from "./issue.js";

/** The rules of an activation apart from the clock (`jwt: v2/activation_claims.go`). */
export const checkActivation = (claims: ActivationClaims, found: Findings): void => {
  const { kind, subject = "", issuer_account: account } = claims.nats;
  if (!kind) found.error('invalid import type: "unknown"', "nats.kind");
  checkSubject(subject, "nats.subject", found);
  if (account && !isGoPublicKey(account, "account")) {
    found.error("account_id is not an account public key", "nats.issuer_account");
  }
};
