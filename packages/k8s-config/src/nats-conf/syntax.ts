import type { Size } from "../topology/size.js";

/** A value of nats-server's configuration language. Keys are never data: the server's lexer has no safe quoting for all of them. */
type ConfValue = string | number | boolean | Bare | readonly ConfValue[] | ConfBlock;

/** A map of settings, written in the order of its keys; absent values are left out. */
export interface ConfBlock {
  readonly [key: string]: ConfValue | undefined;
}

/** A token that the language knows without quotes. Only made from values whose form is proven. */
interface Bare {
  readonly bare: Size | "MEMORY";
}

/** Writes settings, two blanks deeper for each block. */
export function writeBlock(block: ConfBlock, indent = ""): string {
  return Object.entries(block)
    .filter((entry): entry is [string, ConfValue] => entry[1] !== undefined)
    .map(([key, value]) => `${indent}${key}: ${writeValue(value, indent)}\n`)
    .join("");
}

/**
 * Quotes text so that no value can end its string and inject settings.
 *
 * The server's escapes are `\xXX \t \n \r \" \\` and nothing else; it does not expand `$VAR` inside double quotes.
 */
export function quoteConf(text: string): string {
  const escaped = text.replace(/["\\]|\p{Cc}/gu, (char) => {
    if (char === '"' || char === "\\") return `\\${char}`;
    // Bytes above 0x7f would stand alone after \x, which is not UTF-8: C1 controls stay as they are, they end no string.
    const code = char.charCodeAt(0);
    return code < 0x80 ? `\\x${code.toString(16).padStart(2, "0").toUpperCase()}` : char;
  });
  return `"${escaped}"`;
}

function writeValue(value: ConfValue, indent: string): string {
  if (typeof value === "string") return quoteConf(value);
  if (typeof value === "number" || typeof value === "boolean") return String(value);
  const inner = `${indent}  `;
  if (isList(value)) {
    if (value.length === 0) return "[]";
    const items = value.map((item) => `${inner}${writeValue(item, inner)}\n`);
    return `[\n${items.join("")}${indent}]`;
  }
  if (isBare(value)) return value.bare;
  return `{\n${writeBlock(value, inner)}${indent}}`;
}

function isList(value: ConfValue): value is readonly ConfValue[] {
  return Array.isArray(value);
}

function isBare(value: Bare | ConfBlock): value is Bare {
  return typeof value.bare === "string";
}
