import { goJsonString } from "../json/go-json.js";
import { FloatLiteral } from "../json/parse-json.js";
import { type Codec, wrongType } from "./codec.js";

export const text: Codec = {
  zero: '""',
  nil: "",
  write(value, member) {
    if (value === undefined || value === null || value === "") return "";
    if (typeof value !== "string") throw wrongType(member, "a string", value);
    return goJsonString(value);
  },
  read(value, member) {
    if (typeof value !== "string") throw wrongType(member, "a string", value);
    return value;
  },
};

export const flag: Codec = {
  zero: "false",
  nil: false,
  write(value, member) {
    if (value === undefined || value === null || value === false) return "";
    if (value !== true) throw wrongType(member, "true or false", value);
    return "true";
  },
  read(value, member) {
    if (typeof value !== "boolean") throw wrongType(member, "true or false", value);
    return value;
  },
};

/** One of a few words; reading any other is refused, as Go's enumerations do, and `null` too. */
export const word = (...words: readonly string[]): Codec => ({
  ...text,
  refusesNull: true,
  read(value, member) {
    if (typeof value === "string" && words.includes(value)) return value;
    throw wrongType(member, words.map((w) => `"${w}"`).join(" or "), value);
  },
});

const integer = (min: bigint, max: bigint): Codec => {
  const check = (value: unknown, member: string): number | bigint => {
    if (typeof value === "bigint" || (typeof value === "number" && Number.isInteger(value))) {
      if (value >= min && value <= max) return value;
    }
    const got = value instanceof FloatLiteral ? value.value : value;
    throw wrongType(member, `an integer from ${min} to ${max}`, got);
  };
  return {
    zero: "0",
    nil: 0,
    write(value, member) {
      if (value === undefined || value === null || value === 0 || value === 0n) return "";
      return String(BigInt(check(value, member)));
    },
    read(value, member) {
      // Go reads "-0" as a signed integer only.
      if (min === 0n && Object.is(value, -0)) throw wrongType(member, "no minus", value);
      return check(value, member);
    },
  };
};

export const int64: Codec = integer(-(2n ** 63n), 2n ** 63n - 1n);
export const uint64: Codec = integer(0n, 2n ** 64n - 1n);
export const uint8: Codec = integer(0n, 255n);

/** Unix seconds, always read as a number: beyond 2^53 strict reading refuses them and Go's way rounds them. */
export const seconds: Codec = {
  ...int64,
  write: (value, member) =>
    typeof value === "number" && value >= 2 ** 63
      ? String(2n ** 63n - 1n)
      : int64.write(value, member),
  read(value, member, mode) {
    const read = int64.read(value, member, mode);
    if (typeof read !== "bigint") return read;
    if (mode === "strict") throw wrongType(member, "Unix seconds below 2^53", value);
    return Number(read);
  },
};

const percent: Codec = integer(0n, 100n);

/** Latency sampling: percent, where 0 is written "headers" (jwt: exports.go SamplingRate). */
export const sampling: Codec = {
  zero: '"headers"',
  nil: "headers",
  write(value, member) {
    if (value === undefined || value === null || value === 0 || value === "headers") return "";
    return percent.write(value, member);
  },
  clearedByNull: true,
  read(value, member, mode) {
    if (typeof value === "string" && value.toLowerCase() === "headers") return "headers";
    return int64.read(value, member, mode);
  },
};
