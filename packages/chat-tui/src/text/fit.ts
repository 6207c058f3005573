import { type Cell, toCells } from "./cells.js";

/** A text that is safe to write, and the columns it takes. */
export interface Fitted {
  readonly text: string;
  readonly width: number;
}

/**
 * Cuts a text to at most `width` columns, the last of them an ellipsis when something had to go.
 *
 * @example
 * ```ts
 * clip("General", 4); // { text: "Gen…", width: 4 }
 * ```
 */
export function clip(text: string, width: number): Fitted {
  const cells = toCells(text);
  if (widthOfCells(cells) <= width) return fitted(cells);
  if (width < 1) return { text: "", width: 0 };
  const kept = fitted(take(cells, width - 1));
  return { text: `${kept.text}…`, width: kept.width + 1 };
}

/**
 * Breaks a text into lines of at most `width` columns, between words where a line has one, and at line breaks.
 *
 * @example
 * ```ts
 * wrap("see you at the booth", 10).map((line) => line.text); // ["see you at", "the booth"]
 * ```
 */
export function wrap(text: string, width: number): readonly Fitted[] {
  return text.split(/\r\n|\r|\n/).flatMap((line) => wrapLine(toCells(line), Math.max(2, width)));
}

function wrapLine(cells: readonly Cell[], width: number): Fitted[] {
  const lines: Fitted[] = [];
  let start = 0;
  let blank = -1;
  let used = 0;
  for (let index = 0; index < cells.length; index += 1) {
    const cell = cells[index];
    if (cell === undefined) break;
    if (used + cell.width > width) {
      // A blank right behind a full line ends it; else the last one within it; else the word is broken.
      const end = cell.text === " " ? index : blank > start ? blank : index;
      lines.push(fitted(cells.slice(start, end)));
      start = cells[end]?.text === " " ? end + 1 : end;
      used = widthOfCells(cells.slice(start, index));
      if (start > index) continue;
    }
    if (cell.text === " ") blank = index;
    used += cell.width;
  }
  return [...lines, fitted(cells.slice(start))];
}

/** The cells from the start that fit into `width` columns. */
function take(cells: readonly Cell[], width: number): readonly Cell[] {
  let used = 0;
  const end = cells.findIndex((cell) => {
    used += cell.width;
    return used > width;
  });
  return end === -1 ? cells : cells.slice(0, end);
}

/** The columns that cells take. */
export function widthOfCells(cells: readonly Cell[]): number {
  return cells.reduce((sum, cell) => sum + cell.width, 0);
}

function fitted(cells: readonly Cell[]): Fitted {
  return { text: cells.map((cell) => cell.text).join(""), width: widthOfCells(cells) };
}
