import { AuthError } from "../../errors/auth-error.js";

/**
 * Most values in one JSON text or claim: texts, numbers, words, lists, objects, empty ones included.
 *
 * A token of 1 MiB holds 768 KiB of JSON, and a claim that means something spends a dozen bytes and more on a value:
 * an export takes 40 bytes for three, a revocation 70 for one. So what fits into a token fits under this bound, ten
 * thousand exports, mappings or revocations for example, and only texts made of commas and brackets do not. Go has no
 * such bound.
 */
export const MAX_VALUES = 65_536;

/** Deepest nesting; claims need 7 levels. */
export const MAX_DEPTH = 256;

/** Characters that JSON of more than {@link MAX_VALUES} values has at least: each value and something between two. */
export const MIN_LENGTH_BEYOND = 2 * MAX_VALUES;

/**
 * Refuses plain data that no token could hold, before anything else walks through it.
 *
 * @throws AuthError `ERR_TOO_MANY_VALUES`, `ERR_CLAIM_MALFORMED` for more than 256 levels or a cycle.
 */
export function assertBounded(value: unknown): void {
  let values = 1;
  const visit = (value: unknown, depth: number): void => {
    if (typeof value !== "object" || value === null) return;
    if (depth > MAX_DEPTH) {
      throw new AuthError("ERR_CLAIM_MALFORMED", `more than ${MAX_DEPTH} levels, or a cycle`);
    }
    // A list is judged by its length: looking at its members first is what the bound is there to save.
    const members = Array.isArray(value) ? value : Object.values(value);
    values += members.length;
    if (values > MAX_VALUES) throw tooManyValues();
    for (const member of members) visit(member, depth + 1);
  };
  visit(value, 1);
}

/** The error for more than {@link MAX_VALUES}; the rest is not counted. */
export function tooManyValues(): AuthError {
  return new AuthError(
    "ERR_TOO_MANY_VALUES",
    `more than ${MAX_VALUES} values in one claim; grant, share and map by wildcards, or spread them over several accounts`,
  );
}
