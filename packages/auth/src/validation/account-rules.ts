import { goSubjectIssues, hasWildcards } from "../subjects/go-subject.js";
import { checkInfo, checkPermissions } from "./common-rules.js";
import { checkExports } from "./export-rules.js";
import { checkExternalAuthorization } from "./external-authorization-rules.js";
import { isGoPublicKey } from "./go-key.js";
import { goQuote } from "./go-quote.js";
import { checkImports } from "./import-rules.js";
import type { Findings } from "./issue.js";
import { checkCounts, checkLimits, hasAnyLimit } from "./limit-rules.js";
import type { LoadedClaims } from "./load.js";
import type { LoadedAccount } from "./load-account.js";
import { checkMappings } from "./mapping-rules.js";

const checkTrace = (trace: NonNullable<LoadedAccount["trace"]>, found: Findings): void => {
  const [first] = goSubjectIssues(trace.dest);
  if (first) found.error(`the account Trace.Destination ${first}`, "nats.trace.dest");
  if (hasWildcards(trace.dest)) {
    found.error(
      `the account Trace.Destination subject ${goQuote(trace.dest)} is not a valid publish subject`,
      "nats.trace.dest",
    );
  }
  if (trace.sampling < 0 || trace.sampling > 100) {
    found.error(
      `the account Trace.Sampling value '${trace.sampling}' is not valid, should be in the range [1..100]`,
      "nats.trace.sampling",
    );
  }
};

const checkSigningKeys = (keys: LoadedAccount["signing_keys"], found: Findings): void => {
  for (const [key, scope] of keys) {
    if (isGoPublicKey(key, "account")) continue;
    found.error(
      scope
        ? `${key} is not an account public key`
        : `${goQuote(key)} is not a valid account signing key`,
      "nats.signing_keys",
    );
  }
};

/** The rules of an account claim apart from the clock (`jwt: v2/account_claims.go` Validate). */
export const checkAccount = (claims: LoadedClaims<"account">, found: Findings): void => {
  const account = claims.nats;
  checkImports(account.imports, claims.sub, found);
  checkExports(account.exports, found);
  checkLimits(account.limits, found);
  checkPermissions(account.default_permissions, "nats.default_permissions", found);
  checkMappings(account.mappings, found);
  checkExternalAuthorization(account.authorization, found);
  if (account.trace) checkTrace(account.trace, found);
  checkCounts(account, found);
  checkSigningKeys(account.signing_keys, found);
  checkInfo(account, "nats", found);
  if (!["", "system", "owner"].includes(account.cluster_traffic)) {
    found.error(
      `unknown cluster traffic option: ${goQuote(account.cluster_traffic)}`,
      "nats.cluster_traffic",
    );
  }
  if (isGoPublicKey(claims.iss, "account") && hasAnyLimit(account.limits)) {
    found.warning("self-signed account JWTs shouldn't contain operator limits", "nats.limits");
  }
};
