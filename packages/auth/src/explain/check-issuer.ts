import { hasEmptyPermissions } from "../claims/scoped/scoped-user.js";
import { signingKeysOf } from "../validation/did-sign.js";
import type { Facts } from "./facts.js";
import { fail, pass, type Step, unknown } from "./step.js";

/** The user's issuer must be the account or one of its signing keys. */
export const checkIssuer = ({ user, account, operator }: Facts): Step => {
  if (!account) return unknown("issuer-known", "no account was given");
  const { iss = "" } = user;
  if (iss === account.sub) {
    return operator?.nats.strict_signing_key_usage
      ? fail(
          "issuer-known",
          "the account's identity key signed the user, which strict signing forbids",
          "issue the user with a signing key of the account",
        )
      : pass("issuer-known", "the account's identity key signed the user");
  }
  return signingKeysOf(account).includes(iss)
    ? pass("issuer-known", "a signing key of the account signed the user")
    : fail(
        "issuer-known",
        `the user is signed by ${iss}, which is no signing key of the account (any more)`,
        "issue the user with a current signing key, or push the account that holds this one",
      );
};

/** Under a scoped key the user must be empty, and the template must expand. */
export const checkScope = ({ user, account, scope }: Facts): Step => {
  if (!account) return unknown("scope", "no account was given");
  if (!scope) return pass("scope", "the issuer has no scope");
  if (!hasEmptyPermissions(user)) {
    return fail(
      "scope",
      "the issuer is a scoped key, but the user has permissions or limits of its own",
      "issue the user without any: no pub, sub, resp, src, times, limits, not even empty lists or -1",
    );
  }
  const { refusals, injections, dropped } = scope;
  const [refusal] = refusals;
  if (refusal) {
    return fail(
      "scope",
      `the template's ${refusal.list} entry ${JSON.stringify(refusal.entry)} can't be expanded: ${refusal.reason}`,
      "give the user the tags that the template needs, or correct the template",
    );
  }
  const lost = dropped.length > 0 ? `; ${dropped.length} entries vanish` : "";
  const [injection] = injections;
  const widened = injection
    ? `; beware: ${injection.operation} is ${JSON.stringify(injection.value)} and grants ${JSON.stringify(injection.subject)}`
    : "";
  return pass("scope", `the scope's template expands${lost}${widened}`);
};
