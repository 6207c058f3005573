import { clip } from "../text/fit.js";

/** The colours a view uses: those of the terminal's own palette, so that they fit the person's theme. */
export type Color = "red" | "green" | "yellow" | "blue" | "magenta" | "cyan" | "gray";

/** How a piece of text looks. Nothing is said by a colour alone: a terminal without colours loses no fact. */
export interface Style {
  readonly color?: Color | undefined;
  readonly bold?: boolean | undefined;
  readonly dim?: boolean | undefined;
  readonly inverse?: boolean | undefined;
}

/** A piece of a row in one style. Its text is safe to write and takes exactly `width` columns. */
export interface Span {
  readonly text: string;
  readonly width: number;
  readonly style: Style;
}

/** One line of the screen. */
export type Row = readonly Span[];

/** What the screen shows at one moment. */
export interface Frame {
  /** As many as the screen is high, each exactly as wide as the screen. */
  readonly rows: readonly Row[];
  /** Where the terminal's cursor stands, counted from 0; `undefined` hides it. */
  readonly cursor: { readonly column: number; readonly row: number } | undefined;
}

/** The size of the screen in cells. */
export interface Size {
  readonly columns: number;
  readonly rows: number;
}

/**
 * A piece of text in a style, made safe to write. Texts of other people become part of a frame through this function alone.
 *
 * @example
 * ```ts
 * span("alice", { bold: true });
 * ```
 */
export function span(text: string, style: Style = {}): Span {
  return { ...clip(text, Number.POSITIVE_INFINITY), style };
}

/**
 * Makes a row of exactly `width` columns: what doesn't fit is cut with an ellipsis, what is missing is filled with blanks.
 *
 * @example
 * ```ts
 * row(12, [span("# General"), span(" 2")]);
 * ```
 */
export function row(width: number, spans: readonly Span[], fill: Style = {}): Row {
  const whole = spans.reduce((sum, piece) => sum + piece.width, 0);
  const kept = whole > width ? cut(width, spans) : spans;
  const used = kept.reduce((sum, piece) => sum + piece.width, 0);
  return used < width ? [...kept, blank(width - used, fill)] : kept;
}

/** A row with one part at its left and one at its right edge; the left one gives way. */
export function spread(width: number, left: readonly Span[], right: readonly Span[]): Row {
  const rightWidth = right.reduce((sum, piece) => sum + piece.width, 0);
  if (rightWidth >= width) return row(width, right);
  return [...row(width - rightWidth, left), ...right];
}

/** Blanks in a style. */
export function blank(width: number, style: Style = {}): Span {
  return { text: " ".repeat(width), width, style };
}

/**
 * A row as plain text, for tests and for what has no colours.
 *
 * @example
 * ```ts
 * frame.rows.map(plainText).join("\n");
 * ```
 */
export function plainText(line: Row): string {
  return line.map((piece) => piece.text).join("");
}

function cut(width: number, spans: readonly Span[]): readonly Span[] {
  const kept: Span[] = [];
  let left = width;
  for (const piece of spans) {
    if (left <= 0) break;
    // One column more than fits makes `clip` put the ellipsis where the cut is.
    const last = piece.width >= left && piece !== spans.at(-1);
    const fitted = clip(last && piece.width === left ? `${piece.text} ` : piece.text, left);
    kept.push({ ...fitted, style: piece.style });
    left -= fitted.width;
    if (last) break;
  }
  return kept;
}
