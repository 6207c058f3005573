import { type ClaimChain, validateChain } from "../chain.js";
import type { KindedClaims, Report, StrictCheck, StrictContext } from "./rule.js";

/** Clocks of two machines may differ by this much, in seconds. */
const MAX_CLOCK_SKEW_SECONDS = 60;

const checkIssueTime = (
  { claims }: KindedClaims,
  { now, lastIssuedAt }: StrictContext,
  report: Report,
): void => {
  const { iat } = claims;
  if (iat === undefined) return;
  if (iat > now + MAX_CLOCK_SKEW_SECONDS) {
    report("issued-at", "error", "issued in the future", "iat");
  }
  if (lastIssuedAt !== undefined && iat <= lastIssuedAt) {
    report(
      "issued-at",
      "error",
      `issued at ${iat}, not after the last issue at ${lastIssuedAt}: servers may skip it`,
      "iat",
    );
  }
};

const checkValidity = ({ claims: { nbf = 0, exp = 0 } }: KindedClaims, report: Report): void => {
  if (exp <= 0 || nbf < exp) return;
  report("never-valid", "error", `starts at ${nbf}, not before it ends at ${exp}`, "nbf");
};

const chainOf = (target: KindedClaims, { operator, account }: StrictContext): ClaimChain => {
  switch (target.kind) {
    case "operator":
      return { operator: target.claims };
    case "account":
      return { operator, account: target.claims };
    case "user":
    case "activation":
      return { operator, account, user: target.claims };
    default:
      return {};
  }
};

/** Times and issuer, as far as the claims above are known. */
export const checkTrust: StrictCheck = (target, context, report) => {
  checkValidity(target, report);
  checkIssueTime(target, context, report);
  // A claim that is not signed yet has no issuer to judge.
  if (!target.claims.iss) return;
  const own = target.kind === "activation" ? "user" : target.kind;
  for (const { rule, path = "", description } of validateChain(chainOf(target, context))) {
    // What is wrong above this claim is reported there.
    if (rule && path.startsWith(`${own}.`)) {
      report(rule, "error", description, path.slice(own.length + 1));
    }
  }
};
