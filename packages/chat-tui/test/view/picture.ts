import type { Frame, Row, Span, Style } from "../../src/view/frame.js";

const cell = { width: 8.4, height: 18 };
const margin = 14;

const css = `
text { font: 14px ui-monospace, SFMono-Regular, Menlo, Consolas, "DejaVu Sans Mono", monospace; white-space: pre; fill: #1f2328 }
.paper { fill: #ffffff; stroke: #d1d9e0 }
.bold { font-weight: 700 } .dim { opacity: 0.6 } .bar { fill: #1f2328 } .inverse { fill: #ffffff } .cursor { fill: #1f2328; opacity: 0.5 }
.red { fill: #c1121f } .green { fill: #1a7f37 } .yellow { fill: #8a5a00 } .blue { fill: #0b5cc4 } .magenta { fill: #8a2fb0 } .cyan { fill: #0a6f7d } .gray { fill: #6e7781 }
@media (prefers-color-scheme: dark) {
  text, .bar, .cursor { fill: #e6edf3 } .paper { fill: #0d1117; stroke: #3d444d } .inverse { fill: #0d1117 }
  .red { fill: #ff7b72 } .green { fill: #56d364 } .yellow { fill: #e3b341 } .blue { fill: #79c0ff } .magenta { fill: #d2a8ff } .cyan { fill: #56d4dd } .gray { fill: #8b949e }
}`;

/** A frame as an SVG picture, in the light or dark colours of whoever looks at it. */
export function picture(frame: Frame, title: string): string {
  const columns = Math.max(
    ...frame.rows.map((row) => row.reduce((sum, { width }) => sum + width, 0)),
  );
  const width = round(columns * cell.width + 2 * margin);
  const height = frame.rows.length * cell.height + 2 * margin;
  const { cursor } = frame;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" role="img" aria-label="${escaped(title)}">`,
    `<title>${escaped(title)}</title>`,
    `<style>${css}\n</style>`,
    `<rect class="paper" x="0.5" y="0.5" width="${width - 1}" height="${height - 1}" rx="8"/>`,
    ...frame.rows.flatMap((row, index) => pictureRow(row, index)),
    ...(cursor === undefined ? [] : [box("cursor", cursor.column, cursor.row, 1)]),
    "</svg>",
    "",
  ].join("\n");
}

function pictureRow(row: Row, index: number): string[] {
  const parts: string[] = [];
  let column = 0;
  for (const piece of row) {
    if (piece.style.inverse === true) parts.push(box("bar", column, index, piece.width));
    if (piece.text.trim() !== "") parts.push(pictureSpan(piece, column, index));
    column += piece.width;
  }
  return parts;
}

/** `textLength` keeps the columns where they are, whatever font the reader has. */
function pictureSpan({ text, width, style }: Span, column: number, row: number): string {
  const trimmed = text.trimStart();
  const start = column + text.length - trimmed.length;
  const shown = trimmed.trimEnd();
  const cells = width - (text.length - shown.length);
  const y = round(margin + row * cell.height + 13);
  return `<text${classes(style)} x="${x(start)}" y="${y}" textLength="${round(cells * cell.width)}" lengthAdjust="spacingAndGlyphs">${escaped(shown)}</text>`;
}

function classes({ color, bold, dim, inverse }: Style): string {
  const names = [color, bold && "bold", dim && "dim", inverse && "inverse"].filter(Boolean);
  return names.length === 0 ? "" : ` class="${names.join(" ")}"`;
}

function box(name: string, column: number, row: number, columns: number): string {
  const y = margin + row * cell.height;
  return `<rect class="${name}" x="${x(column)}" y="${y}" width="${round(columns * cell.width)}" height="${cell.height}"/>`;
}

const x = (column: number) => round(margin + column * cell.width);
const round = (value: number) => Math.round(value * 10) / 10;
const escaped = (text: string) =>
  text.replace(/[&<>"]/g, (character) => `&#${character.codePointAt(0)};`);
