import { isRevoked } from "../revocation/revocation-list.js";
import { isGoTimeZone } from "../validation/go-time-zone.js";
import { shown } from "../validation/strict/rule.js";
import { isInNetwork } from "./address.js";
import { isInDailyRange, localSeconds } from "./daily-range.js";
import { dateOf, type Facts } from "./facts.js";
import { fail, pass, type Step, unknown } from "./step.js";

/** Issues up to the revocation's second are void. */
export const checkRevocation = ({ user, account }: Facts): Step => {
  if (!account) return unknown("revocation", "no account was given");
  const revocations = account.nats.revocations ?? {};
  const { sub, iat = 0 } = user;
  if (!isRevoked(revocations, sub, iat)) return pass("revocation", "not revoked");
  const own = revocations[sub] ?? 0;
  const says =
    own >= iat
      ? `the user is revoked for issues up to ${dateOf(own)}`
      : `all users are revoked for issues up to ${dateOf(revocations["*"] ?? 0)}`;
  return fail(
    "revocation",
    `${says}; this one is of ${dateOf(iat)}`,
    "issue the user again, later",
  );
};

/** The client's address must lie in one of the networks. */
export const checkSource = ({ limits, options }: Facts): Step => {
  const networks = limits.src ?? [];
  if (networks.length === 0) return pass("source", "all addresses are allowed");
  const { source } = options;
  if (source === undefined) {
    return unknown("source", `only from ${networks.join(", ")}`, "pass the client's address");
  }
  return networks.some((network) => isInNetwork(source, network))
    ? pass("source", `${source} is allowed`)
    : fail(
        "source",
        `${source} is not in ${networks.join(", ")}`,
        "connect from an allowed network; behind a proxy or NAT the server sees that one's address",
      );
};

/** The local time must lie in one of the daily ranges. */
export const checkTimes = ({ limits, at, options }: Facts): Step => {
  const ranges = limits.times ?? [];
  if (ranges.length === 0) return pass("times", "all times are allowed");
  const zone = limits.times_location || options.serverTimeZone || "UTC";
  const hours = ranges.map(({ start, end }) => `${start}-${end}`).join(", ");
  if (!isGoTimeZone(zone)) {
    return fail("times", `no server knows the time zone ${shown(zone)}`, "issue the user again");
  }
  const now = localSeconds(at, zone);
  return ranges.some((range) => isInDailyRange(now, range))
    ? pass("times", `in ${hours} (${zone}); the server closes the connection when the range ends`)
    : fail("times", `${dateOf(at)} is not in ${hours} (${zone})`, "connect at an allowed time");
};

/** An account with external authorization hands the decision to its callout service. */
export const checkCallout = ({ user, account }: Facts): Step => {
  const users = account?.nats.authorization?.auth_users ?? [];
  if (users.length === 0) return pass("callout", "no external authorization");
  return users.includes(user.sub)
    ? pass("callout", "one of the users that the callout service itself uses")
    : unknown("callout", "the account's callout service decides, whatever else is said here");
};
