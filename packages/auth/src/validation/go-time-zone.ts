/** Names without an area; with other letters the platform knows many more, such as `PST`, which Go does not. */
const ALONE = new Set(
  (
    "CET CST6CDT Cuba EET EST EST5EDT Egypt Eire Factory GB GB-Eire GMT GMT+0 GMT-0 GMT0 Greenwich HST Hongkong Iceland " +
    "Iran Israel Jamaica Japan Kwajalein Libya Local MET MST MST7MDT NZ NZ-CHAT Navajo PRC PST8PDT Poland Portugal ROC " +
    "ROK Singapore Turkey UCT UTC Universal W-SU WET Zulu"
  ).split(" "),
);

/** Names that only the platform's own tables have. */
const NOT_IANA = new Set(["US/Pacific-New", "Canada/East-Saskatchewan"]);

/** Words of names that are not just capitalised. */
const WORDS = new Map(
  "of es au US UTC UCT GMT GMT0 ACT NSW LHI IN BajaNorte BajaSur ComodRivadavia DeNoronha DumontDUrville EasterIsland McMurdo"
    .split(" ")
    .map((word) => [word.toLowerCase(), word]),
);

const spelt = (word: string): string => {
  const lower = word.toLowerCase();
  if (lower.startsWith("gmt+")) return word.toUpperCase();
  return WORDS.get(lower) ?? lower.charAt(0).toUpperCase() + lower.slice(1);
};

/**
 * Whether Go's `time.LoadLocation` finds a zone: empty, `UTC`, `Local` or a name of the IANA database.
 *
 * Go reads files, so case matters, where the platform, which decides what names exist, ignores it. Other files in the
 * same place (`posixrules`, `right/…`) and detours (`./UTC`) are not found.
 */
export const isGoTimeZone = (name: string): boolean => {
  if (name === "" || ALONE.has(name)) return true;
  // Newer engines take offsets such as `+01:00` as zones, and no name is long.
  if (name.length > 64 || !/^[A-Z][A-Za-z]*(?:\/[A-Z][A-Za-z0-9_+-]*)+$/.test(name)) return false;
  if (NOT_IANA.has(name) || /^systemv\//i.test(name)) return false;
  if (name.replace(/[A-Za-z0-9+]+/g, spelt) !== name) return false;
  try {
    new Intl.DateTimeFormat("en", { timeZone: name });
    return true;
  } catch {
    return false;
  }
};
