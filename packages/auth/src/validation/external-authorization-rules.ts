import type { ExternalAuthorization } from "../claims/types/account.js";
import { isGoPublicKey } from "./go-key.js";
import { goQuote } from "./go-quote.js";
import type { Findings } from "./issue.js";

/** Who may authorize users from outside (`jwt: v2/account_claims.go` ExternalAuthorization.Validate). */
export const checkExternalAuthorization = (
  authorization: ExternalAuthorization,
  found: Findings,
): void => {
  const path = "nats.authorization";
  const { auth_users: users = [], allowed_accounts: accounts = [], xkey } = authorization;
  if (accounts.length > 0 && users.length === 0) {
    found.error("External authorization cannot have accounts without users specified", path);
  }
  for (const user of users) {
    if (!isGoPublicKey(user, "user")) {
      found.error(`AuthUser ${goQuote(user)} is not a valid user public key`, `${path}.auth_users`);
    }
  }
  for (const account of accounts) {
    if (account === "*") {
      if (accounts.length > 1) {
        found.error(
          'AllowedAccounts can only be a list of accounts or "*"',
          `${path}.allowed_accounts`,
        );
      }
    } else if (!isGoPublicKey(account, "account")) {
      found.error(
        `Account ${goQuote(account)} is not a valid account public key`,
        `${path}.allowed_accounts`,
      );
    }
  }
  if (xkey && !isGoPublicKey(xkey, "curve")) {
    found.error(`XKey ${goQuote(xkey)} is not a valid public xkey`, `${path}.xkey`);
  }
};
