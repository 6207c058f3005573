import type { AccountClaims } from "../../claims/types/account.js";
import type { ClaimKind, ClaimsOf } from "../../claims/types/claims.js";
import type { OperatorClaims } from "../../claims/types/operator.js";
import type { StepBudget } from "../../subjects/step-budget.js";

/**
 * Rules of the stricter profile: what the Go library lets through and somebody regrets. Errors keep a claim
 * from being issued, warnings do not.
 *
 * | rule | level | refuses |
 * | --- | --- | --- |
 * | `token-spelling` | error | base64, JSON members or keys in another spelling than the canonical one (needs `token`) |
 * | `canonical-key` | error | a key in another spelling: servers compare text, so it dodges revocation |
 * | `key-kind` | error | a key of a wrong kind where Go does not look: subject, issuer, revocations, import accounts |
 * | `subject-characters` | error | white space and control characters in subjects |
 * | `subject-wildcards` | error | `a.b*`, which matches only itself, and `>` before the end |
 * | `template` | error | scope templates: wrong subjects, unknown functions, networks, times |
 * | `template-queue` | error | a queue entry beside a template: servers drop it |
 * | `open-tail` | warning | a subscribe grant ending in `*` that lets `>` through; deny `….*.>` beside it |
 * | `connection-type` | error | connection types that servers do not know |
 * | `response-limits` | error | response permissions without a limit, or 0, which means something else |
 * | `token-size` | warning | a user whose CONNECT line comes near the 4096 bytes that servers read |
 * | `mapping-arity` | error | mappings that refer to wildcards which the source does not have |
 * | `no-connections` | error | limits with which nobody gets or stays connected: zero connections or subscriptions |
 * | `wildcards-unlimited` | warning | `wildcards: false` with unlimited exports, which restricts nothing |
 * | `bearer-without-expiry` | error | a bearer token that never ends |
 * | `bearer-disallowed` | error | a bearer token in an account that refuses them (needs `account`) |
 * | `export-overlap` | warning | exports that share subjects without one containing the other |
 * | `safe-name` | error | names with line breaks, separators or `..`, which reach paths and configuration files |
 * | `wildcard-name` | warning | names with `*` or `>`: wildcards where a template puts them, and in a shell |
 * | `template-value` | error | names and tags that bring wildcards into the user's scope (needs `account`) |
 * | `foreign-signer` | error | an account signed by another account |
 * | `system-jetstream` | error | JetStream in the system account (needs `operator`) |
 * | `never-valid` | error | a claim that starts being valid only when it has ended |
 * | `issued-at` | error | an issue time in the future, or not after the last one (needs `lastIssuedAt`) |
 * | `untrusted-issuer` | error | an issuer that operator or account do not vouch for (needs `operator` or `account`) |
 * | `strict-signing` | error | issued by an identity key under a strict operator (needs `operator`) |
 */
export type StrictRuleId =
  | "token-spelling"
  | "canonical-key"
  | "key-kind"
  | "subject-characters"
  | "subject-wildcards"
  | "template"
  | "template-queue"
  | "open-tail"
  | "connection-type"
  | "response-limits"
  | "token-size"
  | "mapping-arity"
  | "no-connections"
  | "wildcards-unlimited"
  | "bearer-without-expiry"
  | "bearer-disallowed"
  | "export-overlap"
  | "safe-name"
  | "wildcard-name"
  | "template-value"
  | "foreign-signer"
  | "system-jetstream"
  | "never-valid"
  | "issued-at"
  | "untrusted-issuer"
  | "strict-signing";

/** What is known around a claim; rules that need more than there is stay silent. */
export interface StrictContext {
  /** The time to validate for, seconds since 1970. */
  readonly now: number;
  /** The token text of the claim. */
  readonly token?: string | undefined;
  /** The operator above the claim. */
  readonly operator?: OperatorClaims | undefined;
  /** The account of a user or activation. */
  readonly account?: AccountClaims | undefined;
  /** `iat` of the last issue for the same subject, seconds since 1970. */
  readonly lastIssuedAt?: number | undefined;
}

/** A claim with its kind. */
export type KindedClaims = {
  [K in ClaimKind]: { readonly kind: K; readonly claims: ClaimsOf[K] };
}[ClaimKind];

/** Takes a finding of a rule. */
export type Report = (
  rule: StrictRuleId,
  level: "error" | "warning",
  description: string,
  path: string,
) => void;

/** A family of rules. */
export type StrictCheck = (
  target: KindedClaims,
  context: StrictContext,
  report: Report,
  budget: StepBudget,
) => void;

/** A value in a text for people: quoted and cut. */
export const shown = (text: string): string =>
  JSON.stringify(text.length > 80 ? `${text.slice(0, 80)}…` : text);
