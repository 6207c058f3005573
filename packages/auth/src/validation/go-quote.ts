const short: Record<string, string> = {
  '"': '\\"',
  "\\": "\\\\",
  "\u0007": "\\a",
  "\b": "\\b",
  "\f": "\\f",
  "\n": "\\n",
  "\r": "\\r",
  "\t": "\\t",
  "\v": "\\v",
};

const printable = /^[\p{L}\p{M}\p{N}\p{P}\p{S} ]$/u;

const hex = (value: number, digits: number): string => value.toString(16).padStart(digits, "0");

const quoteCharacter = (character: string): string => {
  const known = short[character];
  if (known) return known;
  const code = character.codePointAt(0) ?? 0;
  // Go reads a lone surrogate as U+FFFD, which is printable.
  if (code >= 0xd800 && code <= 0xdfff) return "\ufffd";
  if (printable.test(character)) return character;
  if (code < 0x80) return `\\x${hex(code, 2)}`;
  return code < 0x10000 ? `\\u${hex(code, 4)}` : `\\U${hex(code, 8)}`;
};

/**
 * Quotes a text as Go's `%q` (`strconv.Quote`): printable characters stay, others become escapes.
 *
 * @example
 * ```ts
 * import { goQuote } from "@kchat/auth";
 *
 * goQuote("a\u00a0b"); // "\"a\\u00a0b\""
 * ```
 */
export const goQuote = (text: string): string => {
  // Nearly all texts are plain ASCII: one test instead of one regular expression per character.
  if (/^[ !#-[\]-~]*$/.test(text)) return `"${text}"`;
  let quoted = "";
  for (const character of text) quoted += quoteCharacter(character);
  return `"${quoted}"`;
};
