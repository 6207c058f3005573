import type { ClaimKind } from "../types/claims.js";

/** A token whose signature is known to be good, since it was made or verified here. */
interface IssuedToken {
  readonly token: string;
  readonly kind: ClaimKind;
  readonly subject: string;
}

// One is enough: creds are formatted right after their token is issued.
let last: IssuedToken | undefined;

/** Notes what was issued. */
export function rememberIssued(issued: IssuedToken): string {
  last = issued;
  return issued.token;
}

/** What the last token that was issued here says, so that verifying it again would tell nothing. */
export const justIssued = (token: string): IssuedToken | undefined =>
  token === last?.token ? last : undefined;
