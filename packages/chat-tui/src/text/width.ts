/** How many columns a character takes: nothing (it joins the one before it), one or two. */
export type CharacterWidth = 0 | 1 | 2;

const joinsTheOneBefore = /^[\p{Mn}\p{Me}]$/u;
const drawnAsEmoji = /^\p{Emoji_Presentation}$/u;

/** First and last code points of East Asian Wide and Fullwidth, emoji apart (Unicode 16, EastAsianWidth.txt). */
const wide: readonly (readonly [first: number, last: number])[] = [
  [0x1100, 0x115f],
  [0x2329, 0x232a],
  [0x2630, 0x2637],
  [0x268a, 0x268f],
  [0x2e80, 0x303e],
  [0x3041, 0xa4cf],
  [0xa960, 0xa97f],
  [0xac00, 0xd7a3],
  [0xf900, 0xfaff],
  [0xfe10, 0xfe19],
  [0xfe30, 0xfe6f],
  [0xff01, 0xff60],
  [0xffe0, 0xffe6],
  [0x16fe0, 0x18dff],
  [0x1aff0, 0x1b2fb],
  [0x1d300, 0x1d376],
  [0x1f200, 0x1f265],
  [0x20000, 0x3fffd],
];

/**
 * The columns that a terminal gives to one printable character. Ambiguous ones count as one, as terminals outside of East
 * Asian locales draw them.
 *
 * @example
 * ```ts
 * widthOf("漢"); // 2
 * ```
 */
export function widthOf(character: string): CharacterWidth {
  const point = character.codePointAt(0) ?? 0;
  if (point < 0x300) return 1;
  if (joinsTheOneBefore.test(character)) return 0;
  if (drawnAsEmoji.test(character)) return 2;
  return wide.some(([first, last]) => point >= first && point <= last) ? 2 : 1;
}
