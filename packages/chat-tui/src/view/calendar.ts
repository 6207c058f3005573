/** How moments are written on the screen. */
export interface Calendar {
  /** `09:41` */
  time(ts: number): string;
  /** `Sat 21 Nov 2026` */
  day(ts: number): string;
}

/**
 * A calendar for a time zone.
 *
 * @param timeZone an IANA name; the machine's zone without one
 *
 * @example
 * ```ts
 * calendarOf("UTC").time(0); // "00:00"
 * ```
 */
export function calendarOf(timeZone?: string | undefined): Calendar {
  const time = new Intl.DateTimeFormat("en-GB", { timeZone, hour: "2-digit", minute: "2-digit" });
  const day = new Intl.DateTimeFormat("en-GB", {
    timeZone,
    weekday: "short",
    day: "numeric",
    month: "short",
    year: "numeric",
  });
  return {
    time: (ts) => (isDate(ts) ? time.format(ts) : "--:--"),
    day: (ts) => (isDate(ts) ? day.format(ts).replace(",", "") : "some day"),
  };
}

/** A peer writes the time of its messages: `Intl` throws beyond what a date can be. */
function isDate(ts: number): boolean {
  return Number.isFinite(ts) && Math.abs(ts) <= 8.64e15;
}
