import { toCells } from "../text/cells.js";
import { widthOfCells } from "../text/fit.js";
import type { Frame } from "../view/frame.js";

/** What a terminal shows: a string with styles for each row, and its cursor. */
export interface Picture {
  readonly lines: readonly string[];
  readonly cursor: Frame["cursor"];
}

const csi = "\u001b[";

/** Alternate screen, no automatic wrapping (what is too wide for a terminal stays in its row), bracketed paste. */
export const enterScreen = `${csi}?1049h${csi}?7l${csi}?2004h${csi}?25l${csi}2J`;

/** Undoes {@link enterScreen}, from any state. */
export const leaveScreen = `${csi}?2026l${csi}0m${csi}?2004l${csi}?7h${csi}?25h${csi}?1049l`;

/**
 * The bytes that turn one picture into the next: the rows that changed, each at its absolute place, between the marks of
 * synchronized output. Nothing scrolls, so every row of the screen can be used.
 *
 * @param before what the terminal shows; `undefined` when that isn't known, for example after a resize
 * @returns an empty string when nothing changed
 *
 * @example
 * ```ts
 * stdout.write(drawPicture(undefined, { lines: ["hello"], cursor: undefined }));
 * ```
 */
export function drawPicture(before: Picture | undefined, after: Picture): string {
  const changes = after.lines.flatMap((line, index) =>
    before !== undefined && before.lines[index] === line
      ? []
      : [`${csi}${index + 1};1H${csi}2K${fixColumns(line)}${csi}0m`],
  );
  const surplus = (before?.lines ?? [])
    .slice(after.lines.length)
    .map((_, index) => `${csi}${after.lines.length + index + 1};1H${csi}2K`);
  const rows = [...(before === undefined ? [`${csi}2J`] : []), ...changes, ...surplus];
  const moved =
    before?.cursor?.column !== after.cursor?.column || before?.cursor?.row !== after.cursor?.row;
  if (rows.length === 0 && !moved) return "";
  const cursor =
    after.cursor === undefined
      ? ""
      : `${csi}${after.cursor.row + 1};${after.cursor.column + 1}H${csi}?25h`;
  return `${csi}?2026h${csi}?25l${rows.join("")}${cursor}${csi}?2026l`;
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: escape sequences are what it looks for
const pieces = /\u001b\[[0-9;]*m|[\x20-\x7e]+|[^\u001b\x20-\x7e]+/g;

/**
 * States the column again behind every run of characters beyond ASCII. Terminals disagree about the width of many of them;
 * this way a disagreement can spoil such a run and nothing beside it.
 */
function fixColumns(line: string): string {
  let column = 1;
  const fixed: string[] = [];
  for (const [piece] of line.matchAll(pieces)) {
    fixed.push(piece);
    if (piece.startsWith("\u001b")) continue;
    const foreign = piece.charCodeAt(0) > 0x7e;
    column += foreign ? widthOfCells(toCells(piece)) : piece.length;
    if (foreign) fixed.push(`${csi}${column}G`);
  }
  return fixed.join("");
}
