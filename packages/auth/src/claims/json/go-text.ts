const isGoSpace = (character: string): boolean =>
  character === " " || ((character < "!" || character > "~") && /\p{White_Space}/u.test(character));

/**
 * `strings.TrimSpace`: Go trims U+0085, JavaScript does not, and the other way round with U+FEFF. By hand, because the
 * usual expression takes quadratic time for white space in front of something else.
 */
export const goTrim = (text: string): string => {
  let start = 0;
  let end = text.length;
  while (start < end && isGoSpace(text.charAt(start))) start++;
  while (end > start && isGoSpace(text.charAt(end - 1))) end--;
  return text.slice(start, end);
};

/** `strings.ToLower`: character by character, with no final sigma and one character for `İ`. */
export const goLower = (text: string): string =>
  text.replaceAll("İ", "i").replaceAll("Σ", "σ").toLowerCase();
