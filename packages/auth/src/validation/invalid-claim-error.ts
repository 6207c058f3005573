import { AuthError } from "../errors/auth-error.js";
import type { Issue } from "./issue.js";

/** Most issues that the message lists; all are in `issues`. */
const MAX_LISTED = 20;

const brand = Symbol.for("@kchat/auth.InvalidClaimError");

/**
 * The `ERR_CLAIM_INVALID` error: validation found issues that keep servers from using the claim.
 *
 * @example
 * ```ts
 * import { InvalidClaimError, issueUser } from "@kchat/auth";
 *
 * try {
 *   issueUser(key, { user, account, name: "ada", grant: { pub: { allow: ["a..b"] } } });
 * } catch (error) {
 *   if (InvalidClaimError.isInstance(error)) console.log(error.issues[0]?.path); // "nats.pub.allow[0]"
 * }
 * ```
 */
export class InvalidClaimError extends AuthError {
  readonly [brand] = true;
  override readonly name = "InvalidClaimError";
  /** What was found, in the order of the rules. */
  readonly issues: readonly Issue[];

  /** `what` names the claim and says what it can't be, for example `account CHAT is not valid`. */
  constructor(what: string, issues: readonly Issue[]) {
    const listed = issues.slice(0, MAX_LISTED).map(({ description }) => description);
    const rest = issues.length - listed.length;
    super(
      "ERR_CLAIM_INVALID",
      `${what}: ${listed.join("; ")}${rest > 0 ? `; and ${rest} more` : ""}`,
    );
    this.issues = issues;
  }

  /** True for an `InvalidClaimError` of any copy of this package. */
  static override isInstance(error: unknown): error is InvalidClaimError {
    return typeof error === "object" && error !== null && brand in error;
  }
}
