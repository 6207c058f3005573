import { decodeUser } from "../claims/token/decode.js";
import type { Permissions } from "../claims/types/permissions.js";
import type { UserClaims } from "../claims/types/user.js";
import { AuthError } from "../errors/auth-error.js";
import { permissionsWithin, templateOf } from "../permissions/effective.js";
import { previewScope } from "../scopes/preview.js";
import { scopeUserOf } from "../scopes/scope-user.js";
import { checkAccountValid, checkFound, checkPinned, checkTrusted } from "./check-account.js";
import { checkCallout, checkRevocation, checkSource, checkTimes } from "./check-circumstances.js";
import {
  checkBearer,
  checkConnectionLimit,
  checkConnectionType,
  checkSignature,
  checkSubscriptionLimit,
} from "./check-connection.js";
import { checkIssuer, checkScope } from "./check-issuer.js";
import { checkConnectLine, checkProxy, checkValidation } from "./check-token.js";
import { accountOf, type ExplainOptions, type Facts, operatorOf } from "./facts.js";
import { fail, pass, type Step, unknown } from "./step.js";

/** Why a server lets a user in or not. */
export interface Explanation {
  /** `unknown`: nothing speaks against the user, but a check lacked something. */
  readonly verdict: "accepted" | "refused" | "unknown";
  /** Every check in the server's order; those after the first failure tell what else is wrong. */
  readonly steps: readonly Step[];
  /** The check that the server stops at. */
  readonly refusedBy?: Step | undefined;
  /** What the user may do once it is in. */
  readonly permissions?: Permissions | undefined;
  /** The whole answer as text, one line per check. */
  readonly text: string;
}

const checks: readonly ((facts: Facts) => Step)[] = [
  checkProxy,
  checkValidation,
  checkPinned,
  checkFound,
  checkAccountValid,
  checkTrusted,
  checkIssuer,
  checkScope,
  checkBearer,
  checkConnectionType,
  checkSignature,
  checkRevocation,
  checkSource,
  checkTimes,
  checkCallout,
  checkConnectionLimit,
  checkSubscriptionLimit,
];

const permissionsStep = (facts: Facts): { step: Step; permissions?: Permissions | undefined } => {
  if (!facts.account) return { step: unknown("permissions", "no account was given") };
  try {
    const permissions = permissionsWithin(facts.scope, facts.user, facts.account);
    return { step: pass("permissions", describe(permissions)), permissions };
  } catch (error) {
    if (!AuthError.isInstance(error)) throw error;
    return { step: unknown("permissions", "the scope can't be expanded") };
  }
};

const describe = ({ pub, sub, resp }: Permissions): string => {
  const list = (entries: readonly string[]): string =>
    entries.length > 8
      ? `${entries.slice(0, 8).join(", ")}, … (${entries.length})`
      : entries.join(", ");
  const direction = (verb: string, allow?: readonly string[], deny?: readonly string[]): string =>
    `${verb} ${allow?.length ? list(allow) : "everything"}${deny?.length ? ` except ${list(deny)}` : ""}`;
  const publish =
    resp && !pub?.allow?.length
      ? "publish replies only"
      : direction("publish", pub?.allow, pub?.deny);
  return `may ${publish}; ${direction("subscribe to", sub?.allow, sub?.deny)}`;
};

const conclude = (steps: readonly Step[], permissions?: Permissions): Explanation => {
  const refusedBy = steps.find((step) => step.outcome === "fail");
  const isOpen = steps.some((step) => step.outcome === "unknown");
  const verdict = refusedBy ? "refused" : isOpen ? "unknown" : "accepted";
  const mark = { pass: "ok  ", fail: "FAIL", unknown: "?   " };
  const lines = steps.map(
    ({ outcome, check, says, fix }) =>
      `${mark[outcome]} ${check}: ${says}${fix ? ` -> ${fix}` : ""}`,
  );
  const head = refusedBy ? `refused at ${refusedBy.check}: ${refusedBy.says}` : verdict;
  return { verdict, steps, refusedBy, permissions, text: [head, ...lines].join("\n") };
};

/**
 * Walks through what a server checks when this user connects, in its order (`nats-server: server/auth.go`),
 * since the server itself tells the client nothing but `Authorization Violation`.
 *
 * @throws {@link AuthError} when `account` or `operator` is given as a token that does not decode; a user's
 * token that does not decode is a failed check
 *
 * @example
 * ```ts
 * import { explain } from "@kchat/auth";
 *
 * const { verdict, refusedBy } = explain(userToken, { account: accountToken, operator: operatorToken });
 * console.log(refusedBy?.says, refusedBy?.fix);
 * ```
 */
export const explain = (token: string, options: ExplainOptions = {}): Explanation => {
  const { maxControlLine = 4096, at = Math.floor(Date.now() / 1000) } = options;
  const account = accountOf(options);
  const operator = operatorOf(options);
  const line = checkConnectLine(token, maxControlLine);
  let user: UserClaims;
  try {
    user = decodeUser(token, { mode: "go" });
  } catch (error) {
    if (!AuthError.isInstance(error)) throw error;
    const fix = "take the user's token from its creds file, whole and unchanged";
    return conclude([line, fail("decode", error.message, fix)]);
  }
  const template = account && user.iss !== undefined ? templateOf(account, user.iss) : undefined;
  const facts: Facts = {
    token,
    user,
    account,
    operator,
    scope: account && template && previewScope(template, scopeUserOf(user, account)),
    // A template without limits means unlimited, a user without them none.
    limits: template ? { subs: -1, ...template } : user.nats,
    at,
    options,
  };
  const { step, permissions } = permissionsStep(facts);
  const decoded = pass("decode", `the token of user ${user.sub}`);
  return conclude([line, decoded, ...checks.map((check) => check(facts)), step], permissions);
};
