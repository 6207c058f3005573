import { byCodePoint, goJson, goJsonString, withGoNames } from "../json/go-json.js";
import { goLower, goTrim } from "../json/go-text.js";
import { FloatLiteral, repeatedMembers } from "../json/parse-json.js";
import { setMember } from "../json/set-member.js";
import { type Codec, wrongType } from "./codec.js";
import { text } from "./scalars.js";

/** A list in the caller's order, dropped when empty. */
export const list = (of: Codec): Codec => ({
  zero: "[]",
  nil: [],
  write(value, member) {
    if (value === undefined || value === null) return "";
    if (!Array.isArray(value)) throw wrongType(member, "a list", value);
    if (value.length === 0) return "";
    let items = "";
    const none = of.nil === null ? "null" : of.zero;
    for (const item of value) items += `,${of.write(item, member) || none}`;
    return `[${items.slice(1)}]`;
  },
  clearedByNull: true,
  read(value, member, mode, into) {
    if (!Array.isArray(value)) throw wrongType(member, "a list", value);
    const earlier: readonly unknown[] = Array.isArray(into) ? into : [];
    return value.map((item: unknown, index) => {
      if (item !== null) return of.read(item, member, mode, earlier[index]);
      if (mode === "strict") throw wrongType(member, "a list without null", item);
      return of.clearedByNull ? of.nil : (earlier[index] ?? of.nil);
    });
  },
});

export const texts: Codec = list(text);

/** A map, written in the order of its keys' bytes. */
export const map = (of: Codec): Codec => ({
  zero: "{}",
  nil: {},
  write(value, member) {
    if (value === undefined || value === null) return "";
    if (!isObject(value)) throw wrongType(member, "a map", value);
    let members = "";
    const named = withGoNames(value);
    for (const key of Object.keys(named).sort(byCodePoint)) {
      if (named[key] === undefined) continue;
      members += `,${goJsonString(key)}:${of.write(named[key], member) || of.zero}`;
    }
    return members === "" ? "" : `{${members.slice(1)}}`;
  },
  clearedByNull: true,
  read(value, member, mode, into) {
    if (!isObject(value)) throw wrongType(member, "a map", value);
    const result: Record<string, unknown> = isObject(into) ? { ...into } : {};
    for (const [key, item] of repeatedMembers(value) ?? Object.entries(value)) {
      setMember(result, key, item === null ? of.nil : of.read(item, member, mode));
    }
    return result;
  },
});

/** CIDR blocks: a list, or in old claims one text with commas (jwt: types.go CIDRList). */
export const cidrs: Codec = {
  ...texts,
  read(value, member, mode) {
    if (typeof value !== "string") return texts.read(value, member, mode);
    const blocks = value.split(",").map((block) => goTrim(goLower(block)));
    return [...new Set(blocks.filter((block) => block !== ""))];
  },
};

/** Free JSON. */
export const free: Codec = {
  zero: "null",
  nil: null,
  write: (value) => (value === undefined || value === null ? "" : goJson(value)),
  read: (value) => unwrap(value),
};

function unwrap(value: unknown): unknown {
  if (value instanceof FloatLiteral) {
    if (Number.isFinite(value.value)) return value.value;
    throw wrongType("nats", "numbers in range", value.value);
  }
  if (Array.isArray(value)) return value.map(unwrap);
  if (!isObject(value)) return value;
  const result: Record<string, unknown> = {};
  for (const name of Object.keys(value)) setMember(result, name, unwrap(value[name]));
  return result;
}

export function isObject(value: unknown): value is Record<string, unknown> {
  if (typeof value !== "object" || value === null) return false;
  return !Array.isArray(value) && !(value instanceof FloatLiteral);
}
