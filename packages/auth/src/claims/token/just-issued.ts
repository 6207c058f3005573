// One is enough: creds are formatted right after their token is issued.
let last = "";

/** Notes a token whose signature is known to be good, since it was made or verified here. */
export function rememberIssued(token: string): string {
  last = token;
  return token;
}

/** Whether a token is the last one that was issued here, so that verifying it again would tell nothing. */
export const isJustIssued = (token: string): boolean => token === last;
