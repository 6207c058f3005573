import { decodeClaims } from "../claims/token/decode.js";
import type { ClaimsOf } from "../claims/types/claims.js";
import { InvalidClaimError } from "../validation/invalid-claim-error.js";
import { type Issue, isBlocking } from "../validation/issue.js";
import { type ValidateOptions, validateClaims } from "../validation/validate.js";

/**
 * Checks that a claim may be issued: by what servers judge by, and by the stricter profile. What the profile finds in the
 * token that is replaced, too, stays possible: a store of nsc's can be edited without mending all of it first.
 *
 * @throws AuthError `ERR_CLAIM_INVALID` with every reason in `issues`.
 */
export function assertIssuable<Kind extends "operator" | "account" | "user">(
  kind: Kind,
  claims: ClaimsOf[Kind],
  replaced: string | undefined,
  options: Pick<ValidateOptions, "now" | "disable">,
): void {
  // Issuer and time of issue are those of the last token, and are about to change.
  const { iss: _iss, iat: _iat, ...content } = claims;
  const { issues, strict } = validateClaims(kind, content, options);
  const known = new Set(replaced === undefined ? [] : strictErrors(kind, replaced).map(textOf));
  const added = strict.filter((issue) => issue.level === "error" && !known.has(textOf(issue)));
  const found = [...issues, ...added];
  // Time checks do not stop an edit: an expired entity is mended by issuing it again.
  if (!isBlocking(found, { includeTimeChecks: false })) return;
  throw new InvalidClaimError(
    `${kind} ${claims.name ?? claims.sub} is not valid`,
    found.filter(({ blocking }) => blocking).map(withRule),
  );
}

function strictErrors(kind: "operator" | "account" | "user", token: string): readonly Issue[] {
  try {
    return validateClaims(kind, decodeClaims(token, { mode: "go" })).strict;
  } catch {
    return [];
  }
}

// Not by path: what an edit adds moves what was there before.
function textOf({ rule, description }: Issue): string {
  return `${rule}: ${description}`;
}

function withRule(issue: Issue): Issue {
  const { rule, description } = issue;
  return rule === undefined ? issue : { ...issue, description: `${description} (rule ${rule})` };
}
