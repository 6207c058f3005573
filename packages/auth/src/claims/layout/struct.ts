import { repeatedMembers } from "../json/parse-json.js";
import { type Codec, type ReadMode, wrongType } from "./codec.js";
import { isObject } from "./collections.js";

/** One member of a Go struct. */
export interface Field {
  readonly name: string;
  readonly codec: Codec;
  /** Written even when empty. */
  readonly always: boolean;
  /** The JSON text in front of the value. */
  readonly label: string;
}

/** A member that Go drops when it is empty (`omitempty`). */
export const field = (name: string, codec: Codec): Field => ({
  name,
  codec,
  always: false,
  label: `,"${name}":`,
});

/** A member that Go always writes. */
export const always = (name: string, codec: Codec): Field => ({
  ...field(name, codec),
  always: true,
});

/** A struct: its members in Go's order. As an ordinary member it is a pointer, dropped only when absent. */
export function struct(fields: readonly Field[]): Codec {
  const byName = new Map(fields.map((f) => [f.name, f]));
  const byFold = new Map(fields.map((f) => [fold(f.name), f]));
  const lengths = new Set(fields.map((f) => f.name.length));

  const write = (value: unknown, member: string): string => {
    if (value === undefined || value === null) return "";
    if (!isObject(value)) throw wrongType(member, "an object", value);
    let members = "";
    for (const f of fields) {
      const item = value[f.name];
      const written = item === undefined ? "" : f.codec.write(item, f.name);
      if (written !== "") members += f.label + written;
      else if (f.always) members += f.label + f.codec.zero;
    }
    return `{${members.slice(1)}}`;
  };

  const find = (name: string, mode: ReadMode): Field | undefined => {
    const exact = byName.get(name);
    if (exact !== undefined) return exact;
    // Folding to an ASCII name keeps the length, so most unknown names need none.
    if (!lengths.has(name.length)) return undefined;
    const folded = byFold.get(fold(name));
    if (folded === undefined || mode === "go") return folded;
    throw wrongType(name, `spelled "${folded.name}": names are exact`, "");
  };

  const readMember = (
    result: Record<string, unknown>,
    name: string,
    item: unknown,
    mode: ReadMode,
  ): void => {
    const f = find(name, mode);
    // A claim that a caller wrote may hold members that are undefined; JSON never does.
    if (f === undefined || item === undefined) return;
    if (item === null && !f.codec.refusesNull) {
      // A struct that Go drops when absent is a pointer.
      if (f.codec.clearedByNull || (f.codec.isStruct && !f.always)) delete result[f.name];
    } else result[f.name] = f.codec.read(item, f.name, mode, result[f.name]);
  };

  const read: Codec["read"] = (value, member, mode, into) => {
    if (!isObject(value)) throw wrongType(member, "an object", value);
    const result: Record<string, unknown> = isObject(into) ? { ...into } : {};
    const repeated = repeatedMembers(value);
    if (repeated === undefined) {
      for (const name of Object.keys(value)) readMember(result, name, value[name], mode);
    } else for (const [name, item] of repeated) readMember(result, name, item, mode);
    return result;
  };

  return { zero: write({}, ""), nil: {}, isStruct: true, write, read };
}

/** Go's `encoding/json` matches names by simple case folding, where the Kelvin sign is a k and the long s an s. */
function fold(name: string): string {
  return name.toLowerCase().replaceAll("\u017f", "s");
}
