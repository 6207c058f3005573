import type { Color, Row, Style } from "../view/frame.js";

const colorCodes: Readonly<Record<Color, number>> = {
  red: 31,
  green: 32,
  yellow: 33,
  blue: 34,
  magenta: 35,
  cyan: 36,
  gray: 90,
};

/**
 * A row as a string with styles (SGR, ECMA-48 8.3.117). Without colours weight and inversion stay.
 *
 * @example
 * ```ts
 * paint([{ text: "alice", width: 5, style: { bold: true } }], false); // "\u001b[1malice\u001b[22m"
 * ```
 */
export function paint(line: Row, colors: boolean): string {
  return line.map(({ text, style }) => dress(text, style, colors)).join("");
}

function dress(text: string, { bold, dim, inverse, color }: Style, colors: boolean): string {
  const on: number[] = [];
  const off: number[] = [];
  if (bold) on.push(1);
  if (dim) on.push(2);
  if (bold || dim) off.push(22);
  if (inverse) {
    on.push(7);
    off.push(27);
  }
  if (color !== undefined && colors) {
    on.push(colorCodes[color]);
    off.push(39);
  }
  if (on.length === 0 || text === "") return text;
  return `${on.map(sgr).join("")}${text}${off.map(sgr).join("")}`;
}

function sgr(code: number): string {
  return `\u001b[${code}m`;
}
