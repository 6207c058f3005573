/** What a server checks when a user connects, in its order. */
export type CheckId =
  | "connect-line"
  | "decode"
  | "proxy"
  | "validation"
  | "pinned-account"
  | "account-found"
  | "account-valid"
  | "account-trusted"
  | "issuer-known"
  | "scope"
  | "bearer"
  | "connection-type"
  | "signature"
  | "revocation"
  | "source"
  | "times"
  | "callout"
  | "connection-limit"
  | "subscription-limit"
  | "permissions";

/** The result of one check. */
export interface Step {
  readonly check: CheckId;
  /** `unknown`: something needed was not given, or only a running service can tell. */
  readonly outcome: "pass" | "fail" | "unknown";
  /** What was found, in words. */
  readonly says: string;
  /** What to do about it. */
  readonly fix?: string | undefined;
}

/** Judges one check. */
export const pass = (check: CheckId, says: string): Step => ({ check, outcome: "pass", says });

/** A check that a server refuses over. */
export const fail = (check: CheckId, says: string, fix: string): Step => ({
  check,
  outcome: "fail",
  says,
  fix,
});

/** A check that can't be judged from here. */
export const unknown = (check: CheckId, says: string, fix?: string): Step => ({
  check,
  outcome: "unknown",
  says,
  ...(fix === undefined ? {} : { fix }),
});
