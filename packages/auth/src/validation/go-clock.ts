/**
 * Whether Go's layout `15:04:05` parses a text: the hour may have one digit, a fraction of a second may
 * follow after a dot or a comma (`time` package, Parse).
 */
export const isGoClockTime = (text: string): boolean => clockSeconds(text) !== undefined;

/** Seconds since midnight of a `15:04:05` text (fraction dropped), or `undefined` if Go refuses it. */
export const clockSeconds = (text: string): number | undefined => {
  const match = /^(\d{1,2}):(\d\d):(\d\d)(?:[.,]\d+)?$/.exec(text);
  if (!match) return undefined;
  const [hour, minute, second] = match.slice(1).map(Number) as [number, number, number];
  return hour < 24 && minute < 60 && second < 60 ? hour * 3600 + minute * 60 + second : undefined;
};
