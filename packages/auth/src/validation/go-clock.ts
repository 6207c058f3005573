const CLOCK = /^(\d{1,2}):(\d\d):(\d\d)(?:[.,]\d+)?$/;

/**
 * Whether Go's layout `15:04:05` parses a text: the hour may have one digit, a fraction of a second may
 * follow after a dot or a comma (`time` package, Parse).
 */
export const isGoClockTime = (text: string): boolean => clockSeconds(text) !== undefined;

/** Seconds since midnight of a `15:04:05` text (fraction dropped), or `undefined` if Go refuses it. */
export const clockSeconds = (text: string): number | undefined => {
  const [, hours, minutes, seconds] = CLOCK.exec(text) ?? [];
  const [hour, minute, second] = [Number(hours), Number(minutes), Number(seconds)];
  // NaN where nothing matched, which is below nothing.
  return hour < 24 && minute < 60 && second < 60 ? hour * 3600 + minute * 60 + second : undefined;
};
