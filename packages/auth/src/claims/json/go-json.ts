import { AuthError } from "../../errors/auth-error.js";

// Strings of these characters alone are their own JSON text.
const PLAIN = /^[ !#-%'-;=?-[\]-~]*$/;
const HTML = /[<>&\u2028\u2029]/;
const LONE_SURROGATE = /\p{Surrogate}/gu;
const ILL_FORMED = /\p{Surrogate}/u;

/**
 * JSON text exactly as Go's `encoding/json` writes it: compact, members sorted by UTF-8 bytes, `<`, `>`, `&`,
 * U+2028 and U+2029 escaped. Members that are `undefined` are dropped, lone surrogates become U+FFFD.
 *
 * @throws AuthError `ERR_CLAIM_MALFORMED` for what JSON can't hold: functions, symbols, NaN, cycles.
 * @example
 * ```ts
 * import { goJson } from "@kchat/auth";
 *
 * goJson({ b: 1, a: ">" }); // {"a":"\u003e","b":1}
 * ```
 */
export function goJson(value: unknown): string {
  return write(value, 0);
}

/** One string as Go writes it. */
export function goJsonString(text: string): string {
  if (PLAIN.test(text)) return `"${text}"`;
  const wellFormed = text.replace(LONE_SURROGATE, "\ufffd");
  const json = JSON.stringify(wellFormed);
  if (!HTML.test(json)) return json;
  // One fixed text after the other: a function for every match would take several times as long.
  return json
    .replaceAll("<", "\\u003c")
    .replaceAll(">", "\\u003e")
    .replaceAll("&", "\\u0026")
    .replaceAll("\u2028", "\\u2028")
    .replaceAll("\u2029", "\\u2029");
}

/** One number as Go writes it. */
export function goJsonNumber(value: number | bigint): string {
  if (typeof value === "number" && !Number.isFinite(value)) {
    throw unsupported("a number that is not finite");
  }
  return Object.is(value, -0) ? "-0" : String(value);
}

/** The same members under the names that Go would read; of those that become one name, the last. */
export function withGoNames(object: Record<string, unknown>): Record<string, unknown> {
  if (!Object.keys(object).some((name) => ILL_FORMED.test(name))) return object;
  return Object.fromEntries(
    Object.entries(object).map(([name, item]) => [name.replace(LONE_SURROGATE, "\ufffd"), item]),
  );
}

/** Order of Go map keys: by UTF-8 bytes, which is by code point. */
export function byCodePoint(a: string, b: string): number {
  const length = Math.min(a.length, b.length);
  for (let i = 0; i < length; i += 1) {
    const x = a.charCodeAt(i);
    const y = b.charCodeAt(i);
    if (x !== y) return fixup(x) - fixup(y);
  }
  return a.length - b.length;
}

/** UTF-16 puts surrogates (code points from U+10000) below U+E000-FFFF; lift them above. */
function fixup(unit: number): number {
  return unit >= 0xd800 && unit <= 0xdfff ? unit + 0x10000 : unit;
}

function write(value: unknown, depth: number): string {
  if (depth > 512) throw unsupported("more than 512 levels, or a cycle");
  switch (typeof value) {
    case "string":
      return goJsonString(value);
    case "number":
    case "bigint":
      return goJsonNumber(value);
    case "boolean":
      return value ? "true" : "false";
    case "object":
      return writeObject(value, depth);
    default:
      throw unsupported(`a ${typeof value}`);
  }
}

function writeObject(value: object | null, depth: number): string {
  if (value === null) return "null";
  if (Array.isArray(value)) {
    return `[${value.map((item) => write(item ?? null, depth + 1)).join(",")}]`;
  }
  const members: string[] = [];
  const named = withGoNames(value as Record<string, unknown>);
  for (const name of Object.keys(named).sort(byCodePoint)) {
    const member = named[name];
    if (member !== undefined) members.push(`${goJsonString(name)}:${write(member, depth + 1)}`);
  }
  return `{${members.join(",")}}`;
}

function unsupported(what: string): AuthError {
  return new AuthError("ERR_CLAIM_MALFORMED", `JSON can't hold ${what}; expected plain data`);
}
