import { AuthError } from "../../errors/auth-error.js";
import type { KeyPair } from "../../keys/key-pair.js";
import { parsePublicKey } from "../../keys/public-key.js";
import type { Signer, SyncSigner } from "../../keys/signer.js";
import { newBase } from "../build/new-claims.js";
import { DEFAULT_USER } from "../build/user.js";
import { withDefaults } from "../build/with-defaults.js";
import { encodeClaims, encodeClaimsAsync } from "../token/encode.js";
import type { AccountClaims } from "../types/account.js";
import type { UserPermissionLimits } from "../types/permissions.js";
import type { UserClaims } from "../types/user.js";
import { assertIssuedBy } from "./assert-issued-by.js";
import { assertValidUser } from "./assert-valid-user.js";

/** What a user is issued. */
export interface IssueUserOptions {
  /** Public key of the user, made where it will be used. */
  readonly user: string;
  /**
   * The account: its claim, so that signer, scope and templates are checked against it, or only its public identity
   * key (not that of the signing key).
   */
  readonly account: string | AccountClaims;
  readonly name: string;
  /**
   * What the user may do: `"scope"` leaves it to the template of the scoped signing key, anything else is written into
   * the token of a plain key; members that are not given are unlimited.
   * @default "scope"
   */
  readonly grant?: "scope" | UserPermissionLimits | undefined;
  /** Seconds until the token expires. @default never */
  readonly expiresInSeconds?: number | undefined;
  /** First second of validity, Unix seconds. */
  readonly notBefore?: number | undefined;
  /** `key:value` texts for templates, as they are: servers compare keys in lower case. */
  readonly tags?: readonly string[] | undefined;
  /** Unix seconds. @default now */
  readonly now?: number | undefined;
  /** `iat` of the last issue for this user, Unix seconds; the new one is later. */
  readonly lastIssuedAt?: number | undefined;
  /**
   * What happens when the claim has blocking issues.
   * @default "refuse"
   */
  readonly invalid?: "refuse" | "issue" | undefined;
}

/**
 * Issues a user's token with a key of an account, by default for a scoped signing key (jwt: ADR-14 IssueUserJWT).
 *
 * @throws AuthError `ERR_CLAIM_INVALID` when servers would refuse the user, `ERR_SCOPED_USER` when a scope is asked of
 * a key that has none, `ERR_CLAIM_ISSUER` for a key of another account, `ERR_TEMPLATE` when name or tags would widen
 * the scope (the last two with the account's claim only), and as `encodeClaims`.
 * @example
 * ```ts
 * import { createAccount, createUser, formatCreds, issueUser } from "@kchat/auth";
 *
 * const account = createAccount();
 * const scoped = createAccount();
 * const user = createUser();
 * const jwt = issueUser(scoped, { user: user.publicKey, account: account.publicKey, name: "ada" });
 * const creds = formatCreds(jwt, user);
 * ```
 */
export function issueUser(signer: SyncSigner | KeyPair, options: IssueUserOptions): string {
  return encodeClaims("user", userClaims(signer.publicKey, options), signer, options);
}

/**
 * {@link issueUser} with a signer that may take its time.
 *
 * @throws AuthError as {@link issueUser} and `encodeClaimsAsync`.
 * @example
 * ```ts
 * import { issueUserAsync } from "@kchat/auth";
 *
 * const jwt = await issueUserAsync(kms, { user, account, name: "ada", expiresInSeconds: 3600 });
 * ```
 */
export async function issueUserAsync(
  signer: Signer | KeyPair,
  options: IssueUserOptions,
): Promise<string> {
  return encodeClaimsAsync("user", userClaims(signer.publicKey, options), signer, options);
}

function userClaims(signer: string, options: IssueUserOptions): UserClaims {
  const { user, account, name, grant = "scope", expiresInSeconds, notBefore, tags } = options;
  const { now = Date.now() / 1000, invalid = "refuse" } = options;
  const issuerAccount = parsePublicKey(
    typeof account === "string" ? account : account.sub,
    "account",
  );
  if (grant === "scope" && signer === issuerAccount) {
    throw new AuthError(
      "ERR_SCOPED_USER",
      "the identity key of an account has no scope; sign with a scoped signing key, or say what to grant",
    );
  }
  const exp = expiresInSeconds === undefined ? undefined : Math.floor(now) + expiresInSeconds;
  const limits = grant === "scope" ? {} : withDefaults(DEFAULT_USER, grant);
  const nats = Object.assign(limits, { issuer_account: issuerAccount }, tags && { tags });
  // All three are made here. Spreading them instead costs a fifth of what is spent beside the signature.
  const claims: UserClaims = Object.assign(newBase(user, "user", { name, nbf: notBefore, exp }), {
    nats,
  });
  if (typeof account === "object") assertIssuedBy(account, signer, claims);
  // An empty user holds nothing that a rule could be against.
  if (invalid === "refuse" && grant !== "scope") assertValidUser(claims, now);
  return claims;
}
