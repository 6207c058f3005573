import type { Random } from "./random.js";

/** Pieces that parsers treat in a special way. */
const TOKENS = [
  "\0",
  "\n",
  "\r\n",
  "\t",
  " ",
  ".",
  "..",
  "*",
  ">",
  "$",
  "=",
  "-",
  "---",
  "_",
  "\\",
  '"',
  "'",
  "{",
  "}",
  "[",
  "]",
  "{{",
  "}}",
  "{{name()}}",
  "{{tag(x)}}",
  "{{subject(",
  ",",
  ":",
  "null",
  "true",
  "1e999",
  "-0",
  "1.0",
  "9007199254740993",
  "18446744073709551616",
  "-9223372036854775809",
  "\\u0000",
  "\\ud800",
  "\ud800",
  "\udfff",
  "\u2028",
  "\ufeff",
  "\uffff",
  "é",
  "✓",
  "😀",
  "__proto__",
  "constructor",
  "prototype",
  "toString",
  "hasOwnProperty",
  "..",
  "../",
  "%00",
  "%n",
  "A",
  "a",
  "0",
  "9",
  '{"__proto__":{"polluted":true}}',
  "[[[[[[[[",
  '{"a":{"a":{"a":',
] as const;

/** A text near the given one: some characters changed, cut, doubled, swapped, or special pieces put in. */
export function mutate(text: string, random: Random, corpus: readonly string[]): string {
  let result = text;
  for (let steps = 1 + random.int(3); steps > 0; steps -= 1) result = step(result, random, corpus);
  return result;
}

function step(text: string, random: Random, corpus: readonly string[]): string {
  const at = random.int(text.length + 1);
  const length = random.int(Math.min(text.length - at, 24) + 1);
  switch (random.int(9)) {
    case 0:
      return text.slice(0, at) + random.pick(TOKENS) + text.slice(at);
    case 1:
      return text.slice(0, at) + random.pick(TOKENS) + text.slice(at + length);
    case 2:
      return text.slice(0, at) + text.slice(at + length);
    case 3:
      return (
        text.slice(0, at) +
        text.slice(at, at + length).repeat(1 + random.int(4)) +
        text.slice(at + length)
      );
    case 4:
      return text.slice(0, at) + String.fromCharCode(random.int(128)) + text.slice(at + 1);
    case 5:
      return text.slice(0, at) + String.fromCharCode(random.int(0x10000)) + text.slice(at);
    case 6:
      return text.slice(0, at);
    case 7: {
      const other = random.pick(corpus);
      return text.slice(0, at) + other.slice(random.int(other.length + 1));
    }
    default:
      return random.int(300) === 0 ? grow(text, random) : text.toUpperCase();
  }
}

/** Up to 1 MiB of something that repeats: what quadratic parsers choke on. */
function grow(text: string, random: Random): string {
  const unit = random.int(2) === 0 ? random.pick(TOKENS) : text.slice(0, 1 + random.int(64)) || "a";
  return unit.repeat(Math.max(1, Math.floor(random.int(1_048_576) / unit.length)));
}
