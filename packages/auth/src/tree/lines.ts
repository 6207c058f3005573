import type { Int64 } from "../claims/types/base.js";

/** A labelled value of a description; nothing is printed for an empty one. */
export type Line = readonly [label: string, value: string | readonly string[] | undefined];

const LABEL_WIDTH = 16;

/** A heading with its labelled values below it, indented. */
export function section(heading: string, lines: readonly Line[], indent = ""): string {
  const body = lines.flatMap(([label, value]) => {
    const values = value === undefined ? [] : [value].flat();
    return values.map(
      (text, index) =>
        `${indent}  ${(index === 0 ? label : "").padEnd(LABEL_WIDTH)}${printable(text)}\n`,
    );
  });
  return `${indent}${printable(heading)}\n${body.join("")}`;
}

/** A time of a claim in ISO form; "never" where a claim has none. */
export function time(seconds: number | undefined): string {
  if (!seconds) return "never";
  const date = new Date(seconds * 1000);
  // Claims may hold any integer; only 100 million days around 1970 are dates.
  return Number.isNaN(date.getTime()) ? `${seconds} s` : date.toISOString().replace(".000Z", "Z");
}

/** A limit of a claim; -1 stands for none. */
export function limit(value: Int64 | undefined): string {
  if (value === undefined || Number(value) === 0) return "none allowed";
  return value < 0 ? "unlimited" : String(value);
}

function printable(text: string): string {
  return text.replace(
    /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/gu,
    (c) => `\\u{${(c.codePointAt(0) ?? 0).toString(16)}}`,
  );
}
