import { InvalidClaimError } from "../../validation/invalid-claim-error.js";
import { validateClaims } from "../../validation/validate.js";
import type { UserClaims } from "../types/user.js";

/** Refuses a user that servers would refuse. */
export function assertValidUser(claims: UserClaims, now: number): void {
  const blocking = validateClaims("user", claims, {
    now: Math.floor(now),
    disable: "off",
  }).issues.filter((issue) => issue.blocking);
  if (blocking.length === 0) return;
  throw new InvalidClaimError(
    `user ${JSON.stringify(claims.name ?? "")} would be refused by servers`,
    blocking,
  );
}
