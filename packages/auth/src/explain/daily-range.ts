import type { TimeRange } from "../claims/types/permissions.js";
import { clockSeconds } from "../validation/go-clock.js";

/** Seconds since midnight in a zone; slow, so asked once for all ranges. */
export const localSeconds = (at: number, zone: string): number => {
  const parts = new Intl.DateTimeFormat("en-GB", {
    timeZone: zone === "Local" ? "UTC" : zone,
    hourCycle: "h23",
    hour: "2-digit",
    minute: "2-digit",
    second: "2-digit",
  }).formatToParts(new Date(at * 1000));
  const part = (type: string): number => Number(parts.find((p) => p.type === type)?.value ?? 0);
  return part("hour") * 3600 + part("minute") * 60 + part("second");
};

/**
 * Whether a time of the day, in seconds, lies in a daily range; both ends are outside, and a range may cross midnight
 * (`nats-server: server/jwt.go` validateTimeRangeAt).
 */
export const isInDailyRange = (now: number, range: TimeRange): boolean => {
  const start = clockSeconds(range.start ?? "");
  const end = clockSeconds(range.end ?? "");
  if (start === undefined || end === undefined) return false;
  return start > end ? now < end || now > start : start < now && now < end;
};
