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

/**
 * Whether Go's `time.LoadLocation` finds a zone: empty, `UTC`, `Local` or a name of the IANA database.
 *
 * Go reads files, so case matters; the platform's names decide which ones exist.
 */
export const isGoTimeZone = (name: string): boolean => {
  if (name === "" || name === "UTC" || name === "Local") return true;
  // Newer engines take offsets such as `+01:00` as zones, and no name is long.
  if (name.length > 64 || !/^[A-Z][A-Za-z0-9_+/-]*$/.test(name)) return false;
  try {
    const resolved = new Intl.DateTimeFormat("en", { timeZone: name }).resolvedOptions().timeZone;
    if (resolved.toLowerCase() === name.toLowerCase()) return resolved === name;
    // A link such as `Asia/Calcutta` resolves to another name, which tells nothing about its case.
    return !name.includes("/") || /^(?:Etc\/|(?:US|[A-Z][a-z]+)\/.*[a-z])/.test(name);
  } catch {
    return false;
  }
};
