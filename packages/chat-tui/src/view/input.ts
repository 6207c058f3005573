import { toCells } from "../text/cells.js";
import type { Draft } from "../ui/draft.js";
import { type Row, row, span } from "./frame.js";

/** The rows of the input line, and where the cursor stands in them. */
export interface InputPane {
  readonly rows: readonly Row[];
  readonly cursor: { readonly column: number; readonly row: number };
}

const prompt = "› ";

/**
 * The line that is being written. It grows up to `maxRows` and then shows the part around the cursor. A row breaks where its
 * last cell is, as in any editor, so that no key moves what stands before the cursor.
 */
export function viewInput(draft: Draft, width: number, maxRows: number, hint: string): InputPane {
  const room = Math.max(2, width - prompt.length - 1);
  const lines: string[] = [""];
  let used = 0;
  const put = (text: string) => {
    for (const [index, line] of text.split("\n").entries()) {
      if (index > 0) breakLine();
      for (const cell of toCells(line)) {
        if (used + cell.width > room) breakLine();
        lines[lines.length - 1] += cell.text;
        used += cell.width;
      }
    }
  };
  const breakLine = () => {
    lines.push("");
    used = 0;
  };
  put(draft.text.slice(0, draft.cursor));
  const cursor = { column: used, row: lines.length - 1 };
  put(draft.text.slice(draft.cursor));
  const top = Math.max(0, Math.min(cursor.row - maxRows + 1, lines.length - maxRows));
  const shown = lines.slice(top, top + Math.max(1, maxRows));
  return {
    rows: shown.map((line, index) =>
      row(width, [
        span(top + index === 0 ? prompt : "  ", { bold: true }),
        draft.text === "" ? span(hint, { dim: true }) : span(line),
      ]),
    ),
    cursor: { column: Math.min(width - 1, prompt.length + cursor.column), row: cursor.row - top },
  };
}
