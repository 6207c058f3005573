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

/**
 * Most different member names in one JSON text or claim, at any depth. Every new name costs memory of its own and a
 * hundred times as much as one that was there before. Claims have a hundred names; the others are keys of maps, such as
 * revocations, of which 11,000 fit into a token.
 */
export const MAX_NAMES = 16_384;

/** Deepest nesting; claims need 7 levels. */
export const MAX_DEPTH = 256;

/** Shorter JSON holds neither too many values nor too many names: a value takes two characters, a member four. */
export const SAFE_LENGTH = Math.min(2 * MAX_VALUES, 4 * MAX_NAMES);

/**
 * Refuses plain data that no token could hold, before anything else walks through it.
 *
 * @throws AuthError `ERR_TOO_MANY_VALUES`, `ERR_CLAIM_MALFORMED` for more than 256 levels or a cycle.
 */
export function assertBounded(value: unknown): void {
  const names = new Set<string>();
  let values = 1;
  const visit = (value: unknown, depth: number): void => {
    if (typeof value !== "object" || value === null) return;
    if (depth > MAX_DEPTH) {
      throw new AuthError("ERR_CLAIM_MALFORMED", `more than ${MAX_DEPTH} levels, or a cycle`);
    }
    // Both are judged by their length: looking at members first is what the bound is there to save.
    const keys = Array.isArray(value) ? undefined : Object.keys(value);
    values += keys?.length ?? (value as unknown[]).length;
    if (values > MAX_VALUES) throw tooManyValues();
    if (keys === undefined) {
      for (const item of value as unknown[]) visit(item, depth + 1);
      return;
    }
    for (const name of keys) {
      if (names.add(name).size > MAX_NAMES) throw tooManyNames();
      visit((value as Record<string, unknown>)[name], depth + 1);
    }
  };
  visit(value, 1);
}

const ADVICE = "grant, share and map by wildcards, or spread them over several accounts";

/** The error for more than {@link MAX_VALUES}; the rest is not counted. */
export function tooManyValues(): AuthError {
  return new AuthError(
    "ERR_TOO_MANY_VALUES",
    `more than ${MAX_VALUES} values in one claim; ${ADVICE}`,
  );
}

/** The error for more than {@link MAX_NAMES}; the rest is not counted. */
export function tooManyNames(): AuthError {
  return new AuthError(
    "ERR_TOO_MANY_VALUES",
    `more than ${MAX_NAMES} different member names in one claim; ${ADVICE}`,
  );
}
