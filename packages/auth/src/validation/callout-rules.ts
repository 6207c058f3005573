import type {
  AuthorizationRequestClaims,
  AuthorizationResponseClaims,
} from "../claims/types/authorization.js";
import { isGoPublicKey } from "./go-key.js";
import { goQuote } from "./go-quote.js";
import type { Findings } from "./issue.js";

/** The rules of an authorization request (`jwt: v2/authorization_claims.go`). */
export const checkRequest = (claims: AuthorizationRequestClaims, found: Findings): void => {
  const key = claims.nats.user_nkey ?? "";
  if (key === "") found.error("User nkey is required", "nats.user_nkey");
  else if (!isGoPublicKey(key, "user")) {
    found.error(`User nkey ${goQuote(key)} is not a valid user public key`, "nats.user_nkey");
  }
};

/** The rules of an authorization response (`jwt: v2/authorization_claims.go`). */
export const checkResponse = (claims: AuthorizationResponseClaims, found: Findings): void => {
  const { jwt, error, issuer_account: account } = claims.nats;
  if (!isGoPublicKey(claims.sub, "user")) found.error("Subject must be a user public key", "sub");
  if (!isGoPublicKey(claims.aud ?? "", "server")) {
    found.error("Audience must be a server public key", "aud");
  }
  if (!error && !jwt) found.error("Error or Jwt is required", "nats");
  if (error && jwt) found.error("Only Error or Jwt can be set", "nats");
  if (account && !isGoPublicKey(account, "account")) {
    found.error("issuer_account is not an account public key", "nats.issuer_account");
  }
};
