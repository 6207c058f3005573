import { decodeUser } from "@kchat/auth";
import { displayName } from "../text/display.js";

/** A name that an issuer of the space vouches for. */
export interface VerifiedName {
  readonly name: string;
  /** When the user JWT was issued, in milliseconds since the epoch; 0 when it doesn't say. */
  readonly issuedAt: number;
  /** When the user JWT expires, in milliseconds since the epoch; infinite when it never does. */
  readonly until: number;
}

/**
 * The name in a member's user JWT, if the JWT is valid, in time, issued by one of the accounts, and this member's.
 * Total: whatever the member answered, it is a name or `undefined`.
 */
export function verifyName(
  jwt: string,
  memberKey: string,
  accounts: readonly string[],
  now: number,
): VerifiedName | undefined {
  try {
    const { iss, sub, name, iat, exp, nbf } = decodeUser(jwt);
    const inTime = (!exp || exp * 1000 > now) && (!nbf || nbf * 1000 <= now);
    if (!iss || !accounts.includes(iss) || sub !== memberKey || !inTime || !name) return undefined;
    // A name that isn't shown as it is written could look like another one.
    if (displayName(name) !== name) return undefined;
    return {
      name,
      issuedAt: (iat ?? 0) * 1000,
      until: exp ? exp * 1000 : Number.POSITIVE_INFINITY,
    };
  } catch {
    return undefined;
  }
}
