import { operatorDidSign, signingKeysOf } from "../validation/did-sign.js";
import { isBlocking } from "../validation/issue.js";
import { validateClaims } from "../validation/validate.js";
import { type Facts, homeOf } from "./facts.js";
import { fail, pass, type Step, unknown } from "./step.js";

/** Servers may be pinned to some accounts. */
export const checkPinned = ({ user, options }: Facts): Step => {
  const { pinnedAccounts } = options;
  if (!pinnedAccounts) return pass("pinned-account", "the server is not pinned to accounts");
  return pinnedAccounts.includes(homeOf(user))
    ? pass("pinned-account", "the server is pinned to this account")
    : fail(
        "pinned-account",
        `the server only serves ${pinnedAccounts.length} pinned accounts, not ${homeOf(user)}`,
        "add the account to resolver_pinned_accounts, or connect elsewhere",
      );
};

/** The account is looked up under `issuer_account`, else under `iss`. */
export const checkFound = ({ user, account }: Facts): Step => {
  const home = homeOf(user);
  const member = user.nats.issuer_account ? "issuer_account" : "iss";
  if (!account) {
    return unknown(
      "account-found",
      `the server looks for account ${home} (${member})`,
      "pass the account's token to check the rest",
    );
  }
  if (account.sub === home) return pass("account-found", `the account is ${home} (${member})`);
  return fail(
    "account-found",
    `the user belongs to account ${home} (${member}), not to ${account.sub}`,
    signingKeysOf(account).includes(home)
      ? "the user was issued by a signing key without issuer_account: issue it again with issuer_account"
      : "push the right account, or issue the user for this one",
  );
};

/** An account that does not validate is not loaded, an expired one included. */
export const checkAccountValid = ({ account, at }: Facts): Step => {
  if (!account) return unknown("account-valid", "no account was given");
  const { issues } = validateClaims("account", account, { now: at, disable: "off" });
  if (!isBlocking(issues)) return pass("account-valid", "the account validates");
  const serious = issues.filter((issue) => issue.blocking || issue.timeCheck);
  return fail(
    "account-valid",
    `the server does not take the account: ${serious.map((issue) => issue.description).join("; ")}`,
    "correct the account, issue it again and push it",
  );
};

/** The account must be signed by the operator; under strict signing not by its identity key. */
export const checkTrusted = ({ account, operator }: Facts): Step => {
  if (!account || !operator) {
    return unknown("account-trusted", "needs the account and the operator");
  }
  const keys = operator.nats.signing_keys ?? [];
  const strict = operator.nats.strict_signing_key_usage === true;
  const trusted = strict ? keys.includes(account.iss ?? "") : operatorDidSign(operator, account);
  if (trusted) return pass("account-trusted", "the operator signed the account");
  return fail(
    "account-trusted",
    account.iss === operator.sub
      ? "the operator's identity key signed the account, which its strict signing forbids"
      : `the account is signed by ${account.iss || "nobody"}, which this operator does not know`,
    "sign the account with a signing key of the operator and push it",
  );
};
