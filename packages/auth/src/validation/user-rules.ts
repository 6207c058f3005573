import type { TimeRange, UserPermissionLimits } from "../claims/types/permissions.js";
import type { UserClaims } from "../claims/types/user.js";
import { checkPermissions } from "./common-rules.js";
import { isGoCidr } from "./go-address.js";
import { isGoClockTime } from "./go-clock.js";
import { isGoPublicKey } from "./go-key.js";
import { goQuote } from "./go-quote.js";
import { isGoTimeZone } from "./go-time-zone.js";
import type { Findings } from "./issue.js";

const checkTimeRange = (
  { start = "", end = "" }: TimeRange,
  path: string,
  found: Findings,
): void => {
  if (start === "") found.error("time ranges start must contain a start", path);
  else if (!isGoClockTime(start)) {
    found.error(`start in time range is invalid ${goQuote(start)}`, path);
  }
  if (end === "") found.error("time ranges end must contain an end", path);
  else if (!isGoClockTime(end)) {
    found.error(`end in time range is invalid ${goQuote(end)}`, path);
  }
};

/** Sources, times and zone of a user (`jwt: v2/types.go` Limits.Validate). */
export const checkUserLimits = (
  limits: UserPermissionLimits,
  path: string,
  found: Findings,
): void => {
  for (const [index, network] of (limits.src ?? []).entries()) {
    if (!isGoCidr(network)) {
      found.error(`invalid cidr ${goQuote(network)} in user src limits`, `${path}.src[${index}]`);
    }
  }
  for (const [index, range] of (limits.times ?? []).entries()) {
    checkTimeRange(range, `${path}.times[${index}]`, found);
  }
  if (!isGoTimeZone(limits.times_location ?? "")) {
    found.error(
      `could not parse iana time zone by name: unknown time zone ${limits.times_location}`,
      `${path}.times_location`,
    );
  }
};

/** The rules of a user claim apart from the clock (`jwt: v2/user_claims.go` Validate). */
export const checkUser = (claims: UserClaims, found: Findings): void => {
  checkPermissions(claims.nats, "nats", found);
  checkUserLimits(claims.nats, "nats", found);
  const { issuer_account: account } = claims.nats;
  if (account && !isGoPublicKey(account, "account")) {
    found.error("account_id is not an account public key", "nats.issuer_account");
  }
};
