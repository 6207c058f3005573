import { byCodePoint } from "../json/go-json.js";
import { FloatLiteral } from "../json/parse-json.js";
import { type Codec, wrongType } from "./codec.js";
import { isObject } from "./collections.js";
import { userPermissionFields } from "./permissions.js";
import { text, word } from "./scalars.js";
import { always, struct } from "./struct.js";

const scope = struct([
  always("kind", word("user_scope")),
  always("key", text),
  always("role", text),
  always("template", struct(userPermissionFields)),
  always("description", text),
]);

/** Plain and scoped signing keys: one list sorted by key, each key once (jwt: account_claims.go SigningKeys). */
export const signingKeys: Codec = {
  zero: "[]",
  nil: [],
  write(value, member) {
    if (value === undefined || value === null) return "";
    if (!Array.isArray(value)) throw wrongType(member, "a list", value);
    const written = new Map<string, string>();
    for (const entry of value) {
      if (typeof entry === "string") written.set(entry, text.write(entry, member) || text.zero);
      else if (isObject(entry) && typeof entry.key === "string") {
        written.set(entry.key, scope.write(entry, member));
      } else throw wrongType(member, "a list of keys and scopes", entry);
    }
    const keys = [...written.keys()].sort(byCodePoint);
    return keys.length === 0 ? "" : `[${keys.map((key) => written.get(key)).join(",")}]`;
  },
  read(value, member, mode, into) {
    if (!Array.isArray(value)) throw wrongType(member, "a list", value);
    const earlier = (Array.isArray(into) ? into : []) as readonly (string | { key: string })[];
    const keys = new Map<string, unknown>(
      earlier.map((entry) => [typeof entry === "string" ? entry : entry.key, entry]),
    );
    if (mode === "strict") assertExact(value, member);
    for (const entry of mode === "go" ? (asFreeJson(value) as unknown[]) : value) {
      if (typeof entry === "string") keys.set(entry, entry);
      else if (isObject(entry)) {
        if (entry.kind !== "user_scope") throw wrongType("kind", '"user_scope"', entry.kind);
        const read = scope.read(entry, member, mode) as { key?: string; template?: unknown };
        keys.set(read.key ?? "", { ...read, key: read.key ?? "", template: read.template ?? {} });
      } else if (mode === "strict") throw wrongType(member, "a list of keys and scopes", entry);
    }
    return [...keys.values()];
  },
};

/** Go reads scopes as free JSON first: numbers become floats and members are sorted, of one name the last. */
function asFreeJson(value: unknown): unknown {
  if (value instanceof FloatLiteral) return fromFloat(value.value);
  if (typeof value === "bigint") return fromFloat(Number(value));
  if (Array.isArray(value)) return value.map(asFreeJson);
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.keys(value)
      .sort(byCodePoint)
      .map((name) => [name, asFreeJson(value[name])]),
  );
}

/** Floats from 1e21 on are written with an exponent, which no integer is read from. */
function fromFloat(value: number): unknown {
  if (!Number.isInteger(value) || Math.abs(value) >= 1e21) return new FloatLiteral(value);
  // Not BigInt(value): Go writes the shortest digits that name the float, then zeros.
  return Number.isSafeInteger(value) ? value : BigInt(String(value));
}

/** Refuses integers of which Go would make others. */
function assertExact(value: unknown, member: string): void {
  if (typeof value === "bigint" && fromFloat(Number(value)) !== value) {
    throw wrongType(member, "scopes whose numbers a float can hold", value);
  }
  if (typeof value !== "object" || value === null) return;
  for (const item of Object.values(value)) assertExact(item, member);
}
