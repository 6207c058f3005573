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

/** Characters that do not stand for themselves between quotes. */
const special = /["\\]|[^\p{L}\p{M}\p{N}\p{P}\p{S} ]/gu;

/** Longest text that is quoted whole, in UTF-16 units: no message needs more, and hostile claims repeat theirs. */
const MAX_QUOTED = 8192;

const hex = (value: number, digits: number): string => value.toString(16).padStart(digits, "0");

const quoteCharacter = (character: string): string => {
  const known = short[character];
  if (known) return known;
  const code = character.codePointAt(0) ?? 0;
  // Go reads a lone surrogate as U+FFFD, which is printable.
  if (code >= 0xd800 && code <= 0xdfff) return "\ufffd";
  if (code < 0x80) return `\\x${hex(code, 2)}`;
  return code < 0x10000 ? `\\u${hex(code, 4)}` : `\\U${hex(code, 8)}`;
};

/**
 * Quotes a text as Go's `%q` (`strconv.Quote`): printable characters stay, others become escapes. Of a text
 * longer than 8192 characters only the beginning is quoted, with an ellipsis.
 *
 * @example
 * ```ts
 * import { goQuote } from "@kchat/auth";
 *
 * goQuote("a\u00a0b"); // "\"a\\u00a0b\""
 * ```
 */
export const goQuote = (text: string): string => {
  const shown = text.length > MAX_QUOTED ? `${text.slice(0, MAX_QUOTED)}…` : text;
  return `"${shown.replace(special, quoteCharacter)}"`;
};
