import type { AccountClaims, AccountSigningKey, MessageTrace } from "../claims/types/account.js";
import { goSubjectIssues, hasWildcards } from "../subjects/go-subject.js";
import { checkInfo, checkPermissions } from "./common-rules.js";
import { checkExports } from "./export-rules.js";
import { checkExternalAuthorization } from "./external-authorization-rules.js";
import { isGoPublicKey } from "./go-key.js";
import { goQuote } from "./go-quote.js";
import { checkImports } from "./import-rules.js";
import type { Findings } from "./issue.js";
import { checkCounts, checkLimits, hasAnyLimit } from "./limit-rules.js";
import { checkMappings } from "./mapping-rules.js";

const checkTrace = ({ dest = "", sampling = 0 }: MessageTrace, found: Findings): void => {
  const [first] = goSubjectIssues(dest);
  if (first) found.error(`the account Trace.Destination ${first}`, "nats.trace.dest");
  if (hasWildcards(dest)) {
    found.error(
      `the account Trace.Destination subject ${goQuote(dest)} is not a valid publish subject`,
      "nats.trace.dest",
    );
  }
  if (sampling < 0 || sampling > 100) {
    found.error(
      `the account Trace.Sampling value '${sampling}' is not valid, should be in the range [1..100]`,
      "nats.trace.sampling",
    );
  }
};

const checkSigningKeys = (keys: readonly AccountSigningKey[], found: Findings): void => {
  for (const entry of keys) {
    const key = typeof entry === "string" ? entry : entry.key;
    if (isGoPublicKey(key, "account")) continue;
    found.error(
      typeof entry === "string"
        ? `${goQuote(key)} is not a valid account signing key`
        : `${key} is not an account public key`,
      "nats.signing_keys",
    );
  }
};

/** The rules of an account claim apart from the clock (`jwt: v2/account_claims.go` Validate). */
export const checkAccount = (claims: AccountClaims, found: Findings): void => {
  const account = claims.nats;
  const { limits = {}, cluster_traffic: traffic = "" } = account;
  checkImports(account.imports ?? [], claims.sub, found);
  checkExports(account.exports ?? [], found);
  checkLimits(limits, found);
  checkPermissions(account.default_permissions ?? {}, "nats.default_permissions", found);
  checkMappings(account.mappings ?? {}, found);
  checkExternalAuthorization(account.authorization ?? {}, found);
  if (account.trace) checkTrace(account.trace, found);
  checkCounts(account, found);
  checkSigningKeys(account.signing_keys ?? [], found);
  checkInfo(account, "nats", found);
  if (!["", "system", "owner"].includes(traffic)) {
    found.error(`unknown cluster traffic option: ${goQuote(traffic)}`, "nats.cluster_traffic");
  }
  if (isGoPublicKey(claims.iss ?? "", "account") && hasAnyLimit(limits)) {
    found.warning("self-signed account JWTs shouldn't contain operator limits", "nats.limits");
  }
};
