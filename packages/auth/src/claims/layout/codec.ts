import { AuthError } from "../../errors/auth-error.js";

/**
 * How claims are read: `go` reproduces the Go library, `strict` refuses what only Go would let through.
 *
 * On purpose, `go` differs in this: size, depth and number of values are bounded; `null` is no claim; limits that a
 * scope's template does not have stay away, where Go puts -1; a `null` list inside a list or map becomes an empty one;
 * seconds beyond 2^53 are rounded, while integers of free claims keep every digit, which Go rounds.
 */
export type ReadMode = "strict" | "go";

/** One JSON type of jwt 2.8.2: how Go writes it and what Go reads into it. */
export interface Codec {
  /** JSON text, or "" for a value that Go's `omitempty` drops. */
  write(value: unknown, member: string): string;
  /** Text of Go's zero value, for members that are always written. */
  readonly zero: string;
  /**
   * A parsed value, checked; `null` only gets here where `refusesNull` is set. `into` is what an earlier member of the
   * same name left: Go reads the later one on top of it.
   */
  read(value: unknown, member: string, mode: ReadMode, into?: unknown): unknown;
  /** What Go reads `null` as inside a list or map. */
  readonly nil: unknown;
  /** `read` refuses `null` as a member too, where it usually counts as absent. */
  readonly refusesNull?: true;
  /** What `null` does to an earlier member of the same name: nothing, or, for pointers, lists and maps, it goes. */
  readonly clearedByNull?: true;
  readonly isStruct?: true;
}

export function wrongType(member: string, expected: string, value: unknown): AuthError {
  const got = value === null ? "null" : Array.isArray(value) ? "a list" : `a ${typeof value}`;
  return new AuthError(
    "ERR_CLAIM_MALFORMED",
    `claim member "${member}" is ${got}; expected ${expected}`,
  );
}
