import { AuthError } from "../errors/auth-error.js";

/**
 * Reads a decoded JSON value into a Go type: `null` and absent give the zero value, member names match
 * ignoring case, unknown members are dropped, everything else must have the right type.
 */
export interface Loader<T> {
  readonly zero: T;
  readonly load: (value: unknown, path: string) => T;
  /** `encoding/json` hands `null` to types with their own decoder, and some of those refuse it. */
  readonly takesNull?: boolean;
}

/** The type that a loader gives. */
export type Loaded<L> = L extends Loader<infer T> ? T : never;

/** Refuses a value of a wrong type or range. */
export const malformed = (path: string, expected: string): never => {
  throw new AuthError("ERR_CLAIM_MALFORMED", `${path || "the claims"}: expected ${expected}`);
};

const text = (value: unknown, path: string): string =>
  typeof value === "string" ? value : malformed(path, "a string");

/** A Go `string`. */
export const goString: Loader<string> = { zero: "", load: text };

/** A Go `bool`. */
export const goBoolean: Loader<boolean> = {
  zero: false,
  load: (value, path) => (typeof value === "boolean" ? value : malformed(path, "true or false")),
};

/** A Go integer type by its bounds; values above 2^53 may come as `bigint`. */
export const goInteger = (min: bigint, max: bigint): Loader<number | bigint> => ({
  zero: 0,
  load: (value, path) => {
    const whole =
      typeof value === "bigint" || (typeof value === "number" && Number.isInteger(value));
    if (!whole || value < min || value > max) {
      return malformed(path, `a whole number from ${min} to ${max}`);
    }
    return value;
  },
});

/** A Go `int`, `int64` or `time.Duration`. */
export const goInt64 = goInteger(-(2n ** 63n), 2n ** 63n - 1n);

/** A Go slice; `null` elements give the element's zero value. */
export const goList = <T>(element: Loader<T>): Loader<readonly T[]> => ({
  zero: [],
  load: (value, path) =>
    Array.isArray(value)
      ? value.map((item, index) => loadMember(element, item, `${path}[${index}]`))
      : malformed(path, "a list"),
});

/** A Go map with string keys; the result has its entries in the object's order. */
export const goMap = <T>(element: Loader<T>): Loader<ReadonlyMap<string, T>> => ({
  zero: new Map(),
  load: (value, path) =>
    new Map(
      entriesOf(value, path).map(([key, item]) => [
        key,
        loadMember(element, item, `${path}[${JSON.stringify(key)}]`),
      ]),
    ),
});

/** A Go pointer: absent and `null` are kept apart from the zero value. */
export const goPointer = <T>(target: Loader<T>): Loader<T | undefined> => ({
  zero: undefined,
  load: target.load,
});

type Members = Readonly<Record<string, Loader<unknown>>>;
type Struct<M extends Members> = { readonly [K in keyof M]: Loaded<M[K]> };

/** Go's case folding of member names also pairs the long s and the Kelvin sign. */
const fold = (name: string): string => name.toLowerCase().replaceAll("ſ", "s");

/** A Go struct; of members that differ only by case the last one counts. */
export const goStruct = <M extends Members>(
  members: M,
  defaults: Partial<Struct<M>> = {},
): Loader<Struct<M>> => {
  const names = new Map(Object.keys(members).map((name) => [fold(name), name]));
  const zero = Object.fromEntries(
    Object.entries(members).map(([name, member]) => [name, member.zero]),
  );
  return {
    zero: zero as Struct<M>,
    load: (value, path) => {
      const loaded: Record<string, unknown> = { ...zero, ...defaults };
      for (const [key, item] of entriesOf(value, path)) {
        const name = members[key] ? key : names.get(fold(key));
        const member = name === undefined ? undefined : members[name];
        if (name === undefined || !member || item === undefined) continue;
        if (item === null && !member.takesNull && member.zero !== undefined) continue;
        loaded[name] = loadMember(member, item, path === "" ? name : `${path}.${name}`);
      }
      return loaded as Struct<M>;
    },
  };
};

const loadMember = <T>(member: Loader<T>, item: unknown, path: string): T =>
  item === undefined || (item === null && !member.takesNull)
    ? member.zero
    : member.load(item, path);

const entriesOf = (value: unknown, path: string): [string, unknown][] =>
  typeof value === "object" && value !== null && !Array.isArray(value)
    ? Object.entries(value)
    : malformed(path, "an object");
