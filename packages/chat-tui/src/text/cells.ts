import { widthOf } from "./width.js";

/** What stands in one cell of the grid (or in two, for a wide character), safe to write to a terminal. */
export interface Cell {
  readonly text: string;
  readonly width: 1 | 2;
}

/** Marks drawn on one character. Scripts need two or three; more only serve to cover the neighbours. */
const marksPerCell = 3;

/** Characters read from one text. A screen holds less, and the time for a frame stays bounded. */
const longestText = 32_768;

/**
 * No picture of their own, and each terminal has another opinion of their width: joiners, variation selectors, fillers,
 * bidi controls, skin tones. Without them an emoji sequence shows as its parts, in the same cells everywhere.
 */
const invisible =
  /\p{Default_Ignorable_Code_Point}|\p{Bidi_Control}|\p{Emoji_Modifier}|[\u2028\u2029\uFFF9-\uFFFB]/u;
const control = /\p{Cc}/u;
const unprintable = /[\p{Cs}\p{Cn}\p{Co}]/u;
const regionalIndicator = /\p{Regional_Indicator}/u;
const plain = /^[\x20-\x7e]*$/;

/**
 * Splits any text, hostile ones included, into cells. Controls become visible pictures (`␛`), so none of them can reach the
 * terminal; bidi controls and zero-width characters vanish; marks beyond the third on one character do too.
 *
 * @example
 * ```ts
 * toCells("漢\u001b"); // [{ text: "漢", width: 2 }, { text: "␛", width: 1 }]
 * ```
 */
export function toCells(text: string): readonly Cell[] {
  const bounded = text.length > longestText ? text.slice(0, longestText) : text;
  if (plain.test(bounded)) return Array.from(bounded, narrow);
  const cells: Cell[] = [];
  let marks = 0;
  for (const character of bounded.normalize("NFC")) {
    if (control.test(character)) {
      cells.push(narrow(pictureOf(character)));
    } else if (invisible.test(character)) {
      continue;
    } else {
      const printable = pictureless(character);
      const width = widthOf(printable);
      if (width === 0) {
        marks += 1;
        if (marks <= marksPerCell) mark(cells, printable);
        continue;
      }
      cells.push({ text: printable, width });
    }
    marks = 0;
  }
  return cells;
}

/** Draws a mark on the last cell. A mark without a character to stand on is dropped. */
function mark(cells: Cell[], character: string): void {
  const last = cells.pop();
  if (last !== undefined) cells.push({ text: last.text + character, width: last.width });
}

/** A flag is two letters to a terminal that doesn't know flags, so it is two letters to all. */
function pictureless(character: string): string {
  if (unprintable.test(character)) return "\ufffd";
  if (!regionalIndicator.test(character)) return character;
  return String.fromCodePoint((character.codePointAt(0) ?? 0) - 0x1f1e6 + 0x41);
}

function narrow(text: string): Cell {
  return { text, width: 1 };
}

function pictureOf(character: string): string {
  if (character === "\t" || character === "\n") return character === "\n" ? "↵" : " ";
  const point = character.codePointAt(0) ?? 0;
  if (point < 0x20) return String.fromCodePoint(0x2400 + point);
  return point === 0x7f ? "\u2421" : "\ufffd";
}
