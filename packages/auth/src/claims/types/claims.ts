import type { AccountClaims } from "./account.js";
import type { AuthorizationRequestClaims, AuthorizationResponseClaims } from "./authorization.js";
import type { GenericClaims } from "./generic.js";
import type { OperatorClaims } from "./operator.js";
import type { ActivationClaims } from "./sharing.js";
import type { UserClaims } from "./user.js";

/** The claim type of each kind. */
export interface ClaimsOf {
  operator: OperatorClaims;
  account: AccountClaims;
  user: UserClaims;
  activation: ActivationClaims;
  authorization_request: AuthorizationRequestClaims;
  authorization_response: AuthorizationResponseClaims;
  generic: GenericClaims;
}

/** Kind of a claim: `nats.type`, or `generic`. */
export type ClaimKind = keyof ClaimsOf;

/** A claim of any kind. */
export type Claims = ClaimsOf[ClaimKind];
